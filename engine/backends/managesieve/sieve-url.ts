import { parseServerUrl } from '@/engine/backends/server-url';

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
/**
 * Reads `SIEVE_URL`: `sieve://host[:4190]`. The connection is upgraded by STARTTLS, except to this very machine;
 * `?starttls=off` gives that up on purpose. `domain` and `login` are those of `IMAP_URL`, unless named.
 *
 * @throws Error that says what is wrong, without repeating the URL
 * @see RFC 5804 1.8
 */
export function parseSieveUrl(text: string, imap: Pick<SieveServer, 'domain' | 'login'>): SieveServer {
  const { url, host, isClear, domain, login } = parseServerUrl(text, {
    variable: 'SIEVE_URL',
    protocols: ['sieve:'],
    examples: 'sieve://mail.example.com or sieve://mail.example.com:4190',
    naming: imap,
  });
  return {
    host,
    port: url.port === '' ? PORT : Number(url.port),
    tls: isClear ? 'none' : 'starttls',
    login,
    domain,
  };
}
