/** Who a request claims to be from. `password` is a secret: never log or keep it. */
export interface BasicCredentials {
  /** As sent. */
  readonly raw: string;
  /** Without the domain, if the name came as `user@domain` or `DOMAIN\user`. */
  readonly username: string;
  readonly domain?: string;
  readonly form: 'bare' | 'address' | 'windows';
  readonly password: string;
}

/**
 * The credentials in an Authorization header, or null if there are none of the Basic scheme. Mobile clients send UTF-8,
 * some desktop clients Latin-1, so what is no valid UTF-8 is read as Latin-1.
 *
 * @see [MS-ASHTTP] 2.2.1.1.2.2 Authorization, RFC 7617
 */
export function parseBasicCredentials(header: string | undefined): BasicCredentials | null {
  const token = /^\s*basic\s+([A-Za-z0-9+/_-]+={0,2})\s*$/i.exec(header ?? '')?.[1];
  if (token === undefined) return null;
  const text = decodeText(Buffer.from(token, 'base64'));
  const colon = text.indexOf(':');
  if (colon <= 0) return null;
  const raw = text.slice(0, colon);
  const name = splitName(raw);
  if (name.username === '' || /\p{Cc}/u.test(raw)) return null;
  return { raw, ...name, password: text.slice(colon + 1) };
}

function splitName(raw: string): Pick<BasicCredentials, 'username' | 'domain' | 'form'> {
  const backslash = raw.indexOf('\\');
  if (backslash !== -1) {
    // An empty domain is what phones send whose set-up form was left blank.
    const domain = raw.slice(0, backslash) || undefined;
    return { username: raw.slice(backslash + 1), domain, form: 'windows' };
  }
  const at = raw.lastIndexOf('@');
  if (at > 0 && at < raw.length - 1) return { username: raw.slice(0, at), domain: raw.slice(at + 1), form: 'address' };
  return { username: raw, form: 'bare' };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1'); // the only failure is malformed UTF-8
  }
}

/** The header a client sends. */
export const encodeBasicCredentials = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
