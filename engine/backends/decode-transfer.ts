/**
 * Undoes a Content-Transfer-Encoding; line ends stay as they are. What is none that is known is left alone. Octets that
 * were cut in the middle of an encoded character lose it.
 */
export function decodeTransfer(octets: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return decodeBase64(octets);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(octets);
  return octets;
}

/** Parts that were encoded one after the other, each with its padding, are read as one. */
function decodeBase64(octets: Buffer): Buffer {
  const pieces = octets
    .toString('latin1')
    .replaceAll(/[^A-Za-z0-9+/=]+/g, '')
    .split(/=+/);
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
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
