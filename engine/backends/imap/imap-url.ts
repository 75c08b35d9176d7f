import { parseServerUrl } from '@/engine/backends/server-url';

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

/**
 * Reads `IMAP_URL`: `imaps://host[:993]` or `imap://host[:143]`, with `?domain=example.com&login=user|address` where
 * the server wants it. Over `imap://` the connection is upgraded by STARTTLS, except to this very machine;
 * `?starttls=off` gives that up on purpose.
 *
 * @throws Error that says what is wrong, without repeating the URL
 */
export function parseImapUrl(text: string): ImapServer {
  const { url, host, isClear, domain, login } = parseServerUrl(text, {
    variable: 'IMAP_URL',
    protocols: ['imap:', 'imaps:'],
    examples: 'imaps://mail.example.com or imap://mail.example.com:143',
    naming: { domain: null, login: 'typed' },
  });
  const isImplicit = url.protocol === 'imaps:';
  return {
    host,
    port: url.port === '' ? (isImplicit ? 993 : 143) : Number(url.port),
    tls: isImplicit ? 'implicit' : isClear ? 'none' : 'starttls',
    domain,
    login,
  };
}
