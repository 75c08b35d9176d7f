export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first octet; `starttls`: upgraded before sign-in, or not connected; `none`: clear text. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** Whether to sign in with what the phone presented, where the server takes it. */
  readonly signsIn: boolean;
  /** What the server takes as user name, as with IMAP. */
  readonly login: 'typed' | 'user' | 'address';
  readonly domain: string | null;
};

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads `SMTP_URL`: `smtps://host[:465]` or `smtp://host[:587]`. Over `smtp://` the connection is upgraded by STARTTLS,
 * except to this very machine; `?starttls=off` gives that up on purpose. `?auth=off` does not sign in, for servers that
 * know this machine. `domain` and `login` are those of `IMAP_URL`, unless named.
 *
 * @throws Error that says what is wrong, without repeating the URL
 */
export function parseSmtpUrl(text: string, imap: Pick<SmtpServer, 'domain' | 'login'>): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new Error('SMTP_URL must look like smtps://mail.example.com or smtp://mail.example.com:587');
  }
  if (url.username !== '' || url.password !== '') throw new Error('SMTP_URL must not hold a user name or password');
  const isImplicit = url.protocol === 'smtps:';
  const login = url.searchParams.get('login') ?? imap.login;
  if (login !== 'typed' && login !== 'user' && login !== 'address') {
    throw new Error('SMTP_URL: login must be typed, user or address');
  }
  const domain = url.searchParams.get('domain')?.toLowerCase() ?? imap.domain;
  if (login !== 'typed' && domain === null) throw new Error(`SMTP_URL: login=${login} needs domain=…`);
  const isClear = url.searchParams.get('starttls') === 'off' || loopback.has(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isImplicit ? 465 : 587) : Number(url.port),
    tls: isImplicit ? 'implicit' : isClear ? 'none' : 'starttls',
    signsIn: url.searchParams.get('auth') !== 'off',
    login,
    domain,
  };
}
