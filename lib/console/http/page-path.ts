/** Request header by which `proxy.ts` tells a page its own address, to come back to after signing in. */
export const PAGE_PATH_HEADER = 'x-mobileadmin-page';
