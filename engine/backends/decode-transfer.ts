/**
 * Undoes a Content-Transfer-Encoding; line ends stay as they are. What is none that is known is left alone. Octets that
 * were cut in the middle of an encoded character lose it.
 */
export function decodeTransfer(octets: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return decodeBase64(octets);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(octets);
  return octets;
}

/** Octets at a time: of a large part there is never more than that as text. A multiple of four. */
const SLICE_BYTES = 256 * 1024;

/** Parts that were encoded one after the other, each with its padding, are read as one. */
function decodeBase64(octets: Buffer): Buffer {
  const decoded: Buffer[] = [];
  let rest = '';
  for (let start = 0; start < octets.length; start += SLICE_BYTES) {
    const slice = octets.toString('latin1', start, start + SLICE_BYTES).replaceAll(/[^A-Za-z0-9+/=]+/g, '');
    const pieces = `${rest}${slice}`.split(/=+/);
    const open = pieces.pop() ?? '';
    for (const piece of pieces) decoded.push(Buffer.from(piece, 'base64'));
    const whole = open.length - (open.length % 4);
    decoded.push(Buffer.from(open.slice(0, whole), 'base64'));
    rest = open.slice(whole);
  }
  return Buffer.concat([...decoded, Buffer.from(rest, 'base64')]);
}

function decodeQuotedPrintable(octets: Buffer): Buffer {
  const text = octets
    .toString('latin1')
    .replaceAll(/[ \t]+(?=\r?\n)/g, '')
    .replaceAll(/=\r?\n/g, '')
    .replace(/=[\dA-Fa-f]?\r?$/, '')
    .replaceAll(/=([\dA-Fa-f]{2})/g, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(text, 'latin1');
}
