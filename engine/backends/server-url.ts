import type { NamingRules } from './user-name';

/** What the addresses of all mail servers say in one way; `variable` is the setting that messages name. */
export type ServerUrl = {
  readonly url: URL;
  readonly host: string;
  /** Connections are not to be upgraded: it is this very machine, or `?starttls=off` gives that up on purpose. */
  readonly isClear: boolean;
} & Pick<NamingRules, 'domain' | 'login'>;

export type ServerUrlForm = {
  readonly variable: string;
  /** With their colon, e.g. `imap:`. */
  readonly protocols: readonly string[];
  /** For who got it wrong. */
  readonly examples: string;
  /** Where the address names none. */
  readonly naming: Pick<NamingRules, 'domain' | 'login'>;
};

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads the address of a server, with `?domain=example.com&login=user|address&starttls=off`.
 *
 * @throws Error that says what is wrong, without repeating the URL
 */
export function parseServerUrl(text: string, { variable, protocols, examples, naming }: ServerUrlForm): ServerUrl {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !protocols.includes(url.protocol) || url.hostname === '') {
    throw new Error(`${variable} must look like ${examples}`);
  }
  if (url.username !== '' || url.password !== '') throw new Error(`${variable} must not hold a user name or password`);
  const login = url.searchParams.get('login') ?? naming.login;
  if (login !== 'typed' && login !== 'user' && login !== 'address') {
    throw new Error(`${variable}: login must be typed, user or address`);
  }
  const domain = url.searchParams.get('domain')?.toLowerCase() ?? naming.domain;
  if (login !== 'typed' && domain === null) throw new Error(`${variable}: login=${login} needs domain=…`);
  const isClear = url.searchParams.get('starttls') === 'off' || loopback.has(url.hostname);
  return { url, host: url.hostname.replace(/^\[|\]$/g, ''), isClear, domain, login };
}
