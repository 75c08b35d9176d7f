/** Longer lines need not be carried by mail (RFC 5322 2.1.1: 998 octets). */
const LINE_LIMIT_BYTES = 900;

/**
 * A string of a script that reads back as just this text. A NUL, which no script may hold, is left out.
 *
 * @see RFC 5228 2.4.2 Strings
 */
export const sieveString = (text: string): string =>
  `"${withoutNul(text).replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;

/** A string over many lines, which all end in CRLF. */
export const sieveLines = (text: string): string =>
  `text:\r\n${linesOf(text)
    .map((line) => (line.startsWith('.') ? `.${line}` : line))
    .join('\r\n')}\r\n.\r\n`;

/**
 * The reason of a vacation: the text itself, or a MIME entity for HTML and for lines that mail cannot carry.
 *
 * @see RFC 5230 4.4 MIME, RFC 2045
 */
export function sieveReason(text: string, format: 'text' | 'html'): string {
  const lines = linesOf(text);
  if (format === 'text' && lines.every((line) => Buffer.byteLength(line) <= LINE_LIMIT_BYTES)) return sieveLines(text);
  const encoded = Buffer.from(lines.join('\r\n')).toString('base64');
  const entity = [
    `Content-Type: text/${format === 'html' ? 'html' : 'plain'}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(encoded.match(/.{1,76}/g) ?? []),
  ];
  return `:mime ${sieveLines(entity.join('\r\n'))}`;
}

/** A lone CR or LF ends a line, too: in a script there is no other way to write it. */
const linesOf = (text: string): string[] => withoutNul(text).split(/\r\n|\r|\n/);

const withoutNul = (text: string): string => text.replaceAll('\0', '');
