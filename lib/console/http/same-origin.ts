/**
 * Tells whether a page of this console sent the request. Browsers say so in headers that scripts of a page cannot set:
 * Sec-Fetch-Site where the connection is trustworthy, Origin everywhere. A request with neither is not believed.
 *
 * @param publicUrl where people reach the console if a proxy in front gives its server another Host
 */
export function isSameOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  if (host === headers.get('host')) return true;
  return publicUrl !== undefined && origin === new URL(publicUrl).origin;
}
