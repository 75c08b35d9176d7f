import { parseServerUrl } from '@/engine/backends/server-url';

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

/**
 * Reads `SMTP_URL`: `smtps://host[:465]` or `smtp://host[:587]`. Over `smtp://` the connection is upgraded by STARTTLS,
 * except to this very machine; `?starttls=off` gives that up on purpose. `?auth=off` does not sign in, for servers that
 * know this machine. `domain` and `login` are those of `IMAP_URL`, unless named.
 *
 * @throws Error that says what is wrong, without repeating the URL
 */
export function parseSmtpUrl(text: string, imap: Pick<SmtpServer, 'domain' | 'login'>): SmtpServer {
  const { url, host, isClear, domain, login } = parseServerUrl(text, {
    variable: 'SMTP_URL',
    protocols: ['smtp:', 'smtps:'],
    examples: 'smtps://mail.example.com or smtp://mail.example.com:587',
    naming: imap,
  });
  const isImplicit = url.protocol === 'smtps:';
  return {
    host,
    port: url.port === '' ? (isImplicit ? 465 : 587) : Number(url.port),
    tls: isImplicit ? 'implicit' : isClear ? 'none' : 'starttls',
    signsIn: url.searchParams.get('auth') !== 'off',
    login,
    domain,
  };
}
