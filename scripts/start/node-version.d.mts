/** One sentence if Mobileadmin does not run on this version of Node.js, or null. */
export function complainAboutNode(version: string): string | null;
