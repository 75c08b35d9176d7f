// Plain JavaScript that any Node since 14 reads: this is what tells the owner of an older one what is wrong.

/**
 * @param {string} version what `process.versions.node` says
 * @returns {string | null} one sentence if Mobileadmin does not run on it
 */
export function complainAboutNode(version) {
  const parts = version.split('.').map(Number);
  const major = parts[0];
  const minor = parts[1];
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  return 'Mobileadmin needs Node.js 20.19 or newer, but this is ' + version + '; see https://nodejs.org/download.';
}
