export type SieveServer = {
  readonly host: string;
  readonly port: number;
  /** `starttls`: upgraded before sign-in, or not connected; `none`: clear text. ManageSieve has no TLS from the start. */
  readonly tls: 'starttls' | 'none';
  /** What the server takes as user name, as with IMAP. */
  readonly login: 'typed' | 'user' | 'address';
  readonly domain: string | null;
};

const PORT = 4190;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads `SIEVE_URL`: `sieve://host[:4190]`. The connection is upgraded by STARTTLS, except to this very machine;
 * `?starttls=off` gives that up on purpose. `domain` and `login` are those of `IMAP_URL`, unless named.
 *
 * @throws Error that says what is wrong, without repeating the URL
 * @see RFC 5804 1.8
 */
export function parseSieveUrl(text: string, imap: Pick<SieveServer, 'domain' | 'login'>): SieveServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.protocol !== 'sieve:' || url.hostname === '') {
    throw new Error('SIEVE_URL must look like sieve://mail.example.com or sieve://mail.example.com:4190');
  }
  if (url.username !== '' || url.password !== '') throw new Error('SIEVE_URL must not hold a user name or password');
  const login = url.searchParams.get('login') ?? imap.login;
  if (login !== 'typed' && login !== 'user' && login !== 'address') {
    throw new Error('SIEVE_URL: login must be typed, user or address');
  }
  const domain = url.searchParams.get('domain')?.toLowerCase() ?? imap.domain;
  if (login !== 'typed' && domain === null) throw new Error(`SIEVE_URL: login=${login} needs domain=…`);
  const isClear = url.searchParams.get('starttls') === 'off' || loopback.has(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORT : Number(url.port),
    tls: isClear ? 'none' : 'starttls',
    login,
    domain,
  };
}
