/**
 * The content security policy of a page. Scripts run only with the nonce of this very answer, and load others only
 * from it ('strict-dynamic'). Style elements stay allowed inline: dialogs lock the page's scrolling by one that they
 * make at run time, and styles cannot run code.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  // React rebuilds server stacks by eval while developing, and only then.
  const script = `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`;
  return [
    `default-src 'none'`,
    `script-src ${script}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${isDevelopment ? ' ws: wss:' : ''}`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `object-src 'none'`,
  ].join('; ');
}
