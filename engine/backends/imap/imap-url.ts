export type ImapServer = {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first octet; `starttls`: upgraded before sign-in, or not connected; `none`: clear text. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** Appended to user names without one; also what makes `anna` and `anna@example.com` one mailbox. */
  readonly domain: string | null;
  /** What the server takes as user name: what the phone presented, the part before the @, or always the address. */
  readonly login: 'typed' | 'user' | 'address';
};

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads `IMAP_URL`: `imaps://host[:993]` or `imap://host[:143]`, with `?domain=example.com&login=user|address` where
 * the server wants it. Over `imap://` the connection is upgraded by STARTTLS, except to this very machine;
 * `?starttls=off` gives that up on purpose.
 *
 * @throws Error that says what is wrong, without repeating the URL
 */
export function parseImapUrl(text: string): ImapServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['imap:', 'imaps:'].includes(url.protocol) || url.hostname === '') {
    throw new Error('IMAP_URL must look like imaps://mail.example.com or imap://mail.example.com:143');
  }
  if (url.username !== '' || url.password !== '') throw new Error('IMAP_URL must not hold a user name or password');
  const isImplicit = url.protocol === 'imaps:';
  const login = url.searchParams.get('login') ?? 'typed';
  if (login !== 'typed' && login !== 'user' && login !== 'address') {
    throw new Error('IMAP_URL: login must be typed, user or address');
  }
  const domain = url.searchParams.get('domain')?.toLowerCase() ?? null;
  if (login !== 'typed' && domain === null) throw new Error(`IMAP_URL: login=${login} needs domain=…`);
  const isClear = url.searchParams.get('starttls') === 'off' || loopback.has(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isImplicit ? 993 : 143) : Number(url.port),
    tls: isImplicit ? 'implicit' : isClear ? 'none' : 'starttls',
    domain,
    login,
  };
}
