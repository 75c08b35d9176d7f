// Messages are changed field by field, so that everything else stays as it was octet by octet: a message that is taken
// apart and put together anew loses its signature.

import { OutgoingProblem } from './outgoing-problem';

/** A field with its folded lines and its line end. */
export type RawField = { readonly name: string; readonly raw: Buffer };

export type HeaderBlock = {
  readonly fields: readonly RawField[];
  /** What follows the empty line. */
  readonly body: Buffer;
};

const MAX_HEADER_BYTES = 512 * 1024;
const MAX_FIELDS = 2000;
const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;

/**
 * Takes a message apart into its fields and its body. Lines may end in CRLF or LF.
 *
 * @throws OutgoingProblem `malformed` if it does not begin with a header
 */
export function readHeaderBlock(message: Buffer): HeaderBlock {
  const fields: RawField[] = [];
  let start = 0;
  while (start < message.length) {
    const line = lineEnd(message, start);
    if (isEmptyLine(message, start)) return { fields, body: message.subarray(line) };
    let end = line;
    while (isFolded(message, end)) end = lineEnd(message, end);
    const name = /^([!-9;-~]+)[ \t]*:/.exec(message.toString('latin1', start, Math.min(end, start + 1000)))?.[1];
    if (name === undefined || end > MAX_HEADER_BYTES || fields.length >= MAX_FIELDS)
      throw new OutgoingProblem('malformed');
    fields.push({ name: name.toLowerCase(), raw: message.subarray(start, end) });
    start = end;
  }
  if (fields.length === 0) throw new OutgoingProblem('malformed');
  return { fields, body: message.subarray(message.length) };
}

/** The message again. Every field ends in CRLF; fields that were not changed are as they were otherwise. */
export const writeHeaderBlock = ({ fields, body }: HeaderBlock): Buffer =>
  Buffer.concat([...fields.map(({ raw }) => withCrlf(raw)), Buffer.from('\r\n'), body]);

/** The unfolded value of a field. */
export const valueOf = ({ raw }: RawField): string =>
  raw
    .toString()
    .replace(/^[^:]*:/, '')
    .replaceAll(/\r?\n/g, '')
    .trim();

/** Bare LF becomes CRLF, whatever else there is. */
export function withCrlf(octets: Buffer): Buffer {
  let bare = 0;
  for (let at = octets.indexOf(LF); at >= 0; at = octets.indexOf(LF, at + 1)) if (octets[at - 1] !== CR) bare += 1;
  if (bare === 0) return octets;
  const out = Buffer.allocUnsafe(octets.length + bare);
  let written = 0;
  let from = 0;
  for (let at = octets.indexOf(LF); at >= 0; at = octets.indexOf(LF, at + 1)) {
    if (octets[at - 1] === CR) continue;
    written += octets.copy(out, written, from, at);
    written = out.writeUInt8(CR, written);
    from = at;
  }
  octets.copy(out, written, from);
  return out;
}

function lineEnd(message: Buffer, start: number): number {
  const end = message.indexOf(LF, start);
  return end < 0 ? message.length : end + 1;
}

const isFolded = (message: Buffer, at: number): boolean =>
  (message[at] === SPACE || message[at] === TAB) && message[at - 1] === LF;

const isEmptyLine = (message: Buffer, at: number): boolean =>
  message[at] === LF || (message[at] === CR && message[at + 1] === LF);
