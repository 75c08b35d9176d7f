/** What stands on a line of a response, without the spaces between. */
export type SieveToken = {
  readonly kind: 'string' | 'atom' | 'punctuation';
  readonly value: string;
};

export type SieveResponse = {
  readonly status: 'OK' | 'NO' | 'BYE';
  /** Upper case, with what follows a slash, e.g. `QUOTA/MAXSIZE`; null: the server named none. */
  readonly code: string | null;
  /** What came before. */
  readonly lines: readonly (readonly SieveToken[])[];
};

const RESPONSE_LIMIT_BYTES = 4 * 1024 * 1024;
const LITERAL_LIMIT_BYTES = 2 * 1024 * 1024;
/** More than the 1024 octets that a quoted string may have, for servers that do not count. */
const QUOTED_LIMIT_BYTES = 16 * 1024;
const ATOM_LIMIT_BYTES = 1024;
const LITERAL_HEAD_LIMIT_BYTES = 16;
const TOKEN_LIMIT = 10_000;

/** A server said what no server of ManageSieve says, or more than is read. */
export class SieveFormatError extends Error {
  override readonly name = 'SieveFormatError';

  constructor(readonly code: 'malformed' | 'too_large') {
    super(`The answer of the ManageSieve server is ${code}`);
  }
}

/**
 * Puts the responses of a ManageSieve server together from what comes in, in whatever pieces.
 *
 * @see RFC 5804 4 Formal Syntax
 */
export class ResponseReader {
  private chunks: Buffer[] = [];
  private waitingBytes = 0;
  /** Nothing new can be read before this much waits. */
  private neededBytes = 1;
  private responseBytes = 0;
  private tokens = 0;
  private lines: SieveToken[][] = [];
  private line: SieveToken[] = [];

  /** Whether something has come in that belongs to a response which is not complete. */
  get isInside(): boolean {
    return this.waitingBytes > 0 || this.line.length > 0 || this.lines.length > 0;
  }

  /** @throws SieveFormatError */
  push(chunk: Buffer): SieveResponse[] {
    this.chunks.push(chunk);
    this.waitingBytes += chunk.length;
    if (this.responseBytes + this.waitingBytes > RESPONSE_LIMIT_BYTES + chunk.length) {
      throw new SieveFormatError('too_large');
    }
    if (this.waitingBytes < this.neededBytes) return [];
    return this.readAll(this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks));
  }

  private readAll(octets: Buffer): SieveResponse[] {
    const responses: SieveResponse[] = [];
    let offset = 0;
    for (;;) {
      const piece = nextPiece(octets, offset);
      if ('neededBytes' in piece) {
        this.keep(octets.subarray(offset), piece.neededBytes);
        return responses;
      }
      this.count(piece.end - offset);
      offset = piece.end;
      if (piece.token) this.line.push(piece.token);
      if (!piece.isLineEnd) continue;
      const response = this.endLine();
      if (response) responses.push(response);
    }
  }

  private endLine(): SieveResponse | null {
    const { line, lines } = this;
    this.line = [];
    const response = responseOf(line, lines);
    if (response) {
      this.lines = [];
      this.responseBytes = 0;
      this.tokens = 0;
    } else if (line.length > 0) {
      lines.push(line);
    }
    return response;
  }

  private keep(rest: Buffer, neededBytes: number): void {
    // A copy: the rest of a large piece must not keep all of it.
    this.chunks = rest.length > 0 ? [Buffer.from(rest)] : [];
    this.waitingBytes = rest.length;
    this.neededBytes = neededBytes;
  }

  private count(bytes: number): void {
    this.responseBytes += bytes;
    this.tokens += 1;
    if (this.responseBytes > RESPONSE_LIMIT_BYTES || this.tokens > TOKEN_LIMIT) throw new SieveFormatError('too_large');
  }
}

/** A token, the end of a line, or a space; or how many octets there must be to tell. */
type Piece =
  | { readonly token: SieveToken | null; readonly isLineEnd: boolean; readonly end: number }
  | { readonly neededBytes: number };

function nextPiece(octets: Buffer, offset: number): Piece {
  const first = octets[offset];
  const available = octets.length - offset;
  if (first === undefined) return { neededBytes: 1 };
  const character = String.fromCharCode(first);
  switch (character) {
    case ' ':
      return { token: null, isLineEnd: false, end: offset + 1 };
    case '\r':
      if (available < 2) return { neededBytes: 2 };
      if (octets[offset + 1] !== 0x0a) throw new SieveFormatError('malformed');
      return { token: null, isLineEnd: true, end: offset + 2 };
    case '(':
    case ')':
      return { token: { kind: 'punctuation', value: character }, isLineEnd: false, end: offset + 1 };
    case '"':
      return quoted(octets, offset);
    case '{':
      return literal(octets, offset);
    default:
      return atom(octets, offset);
  }
}

function quoted(octets: Buffer, offset: number): Piece {
  const limit = Math.min(octets.length, offset + QUOTED_LIMIT_BYTES);
  for (let end = offset + 1; end < limit; end += 1) {
    const octet = octets[end];
    if (octet === 0x5c) end += 1; // what follows a backslash is never the end
    else if (octet === 0x22) {
      const value = octets.toString('utf8', offset + 1, end).replaceAll(/\\(.)/gs, '$1');
      return { token: { kind: 'string', value }, isLineEnd: false, end: end + 1 };
    } else if (octet === 0x0d || octet === 0x0a || octet === 0) throw new SieveFormatError('malformed');
  }
  return needsMore(octets, offset, QUOTED_LIMIT_BYTES);
}

function literal(octets: Buffer, offset: number): Piece {
  const head = octets.toString('latin1', offset, offset + LITERAL_HEAD_LIMIT_BYTES);
  const match = /^\{(\d{1,10})\+?\}\r\n/.exec(head);
  if (!match) {
    // Only what can still become the head of a literal is waited for.
    if (!/^\{\d{0,10}(?:$|\+?(?:$|\}(?:$|\r$)))/.test(head)) throw new SieveFormatError('malformed');
    return needsMore(octets, offset, LITERAL_HEAD_LIMIT_BYTES);
  }
  const length = Number(match[1]);
  if (length > LITERAL_LIMIT_BYTES) throw new SieveFormatError('too_large');
  const start = offset + match[0].length;
  if (octets.length < start + length) return { neededBytes: start + length - offset };
  const value = octets.toString('utf8', start, start + length);
  return { token: { kind: 'string', value }, isLineEnd: false, end: start + length };
}

function atom(octets: Buffer, offset: number): Piece {
  const limit = Math.min(octets.length, offset + ATOM_LIMIT_BYTES);
  for (let end = offset; end < limit; end += 1) {
    const octet = octets[end] ?? 0;
    if (octet === 0x20 || octet === 0x0d || octet === 0x28 || octet === 0x29) {
      const value = octets.toString('latin1', offset, end);
      return { token: { kind: 'atom', value }, isLineEnd: false, end };
    }
    if (octet < 0x21 || octet > 0x7e || octet === 0x22 || octet === 0x7b) throw new SieveFormatError('malformed');
  }
  return needsMore(octets, offset, ATOM_LIMIT_BYTES);
}

function needsMore(octets: Buffer, offset: number, limitBytes: number): Piece {
  const available = octets.length - offset;
  if (available >= limitBytes) throw new SieveFormatError('too_large');
  return { neededBytes: available + 1 };
}

/** Null: the line is not the last of a response, and so begins with a string. */
function responseOf(line: readonly SieveToken[], lines: readonly SieveToken[][]): SieveResponse | null {
  const [first, second, third] = line;
  const status = first?.kind === 'atom' ? first.value.toUpperCase() : '';
  if (status !== 'OK' && status !== 'NO' && status !== 'BYE') {
    if (first && first.kind !== 'string') throw new SieveFormatError('malformed');
    return null;
  }
  const hasCode = second?.kind === 'punctuation' && second.value === '(' && third?.kind === 'atom';
  return { status, code: hasCode ? third.value.toUpperCase() : null, lines };
}
