/** Browsers look no further for a charset either, give or take. */
const HEAD_LENGTH = 16 * 1024;

/** HTML as it was received, save that it no longer claims a charset other than the one it is handed out in. */
export function htmlWithUtf8(html: string): string {
  const head = html
    .slice(0, HEAD_LENGTH)
    .replaceAll(/<meta\b[^<>]*>/gi, (meta) => meta.replaceAll(/(\bcharset\s*=\s*["']?)[\w:.+-]+/gi, '$1utf-8'))
    .replace(/^(\s*<\?xml\b[^<>]*\bencoding\s*=\s*["'])[\w:.+-]+/i, '$1utf-8');
  return head + html.slice(HEAD_LENGTH);
}
