import { WbxmlError } from '@/lib/protocol/wbxml/wbxml-error';

/** A cursor over bytes that never reads past the end: it throws `truncated` instead. */
export class ByteReader {
  offset = 0;
  private readonly buffer: Buffer;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength); // a view, not a copy
  }

  get length(): number {
    return this.buffer.length;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.buffer.length;
  }

  /** The next octet. */
  byte(): number {
    const value = this.buffer[this.offset];
    if (value === undefined) throw new WbxmlError('truncated', this.offset);
    this.offset += 1;
    return value;
  }

  /** The next `length` octets, as a view into the input. Nothing is allocated before they are known to be there. */
  take(length: number): Uint8Array {
    const end = this.offset + length;
    if (end > this.buffer.length) throw new WbxmlError('truncated', this.buffer.length);
    const { buffer, byteOffset } = this.buffer;
    const taken = new Uint8Array(buffer, byteOffset + this.offset, length);
    this.offset = end;
    return taken;
  }

  /** UTF-8 text up to the next NUL, which is consumed. Malformed sequences become U+FFFD. */
  terminatedString(limitBytes: number): string {
    const start = this.offset;
    const end = this.buffer.indexOf(0, start);
    // A missing terminator ends the decoding, so that each octet is searched at most once.
    if (end === -1) throw new WbxmlError('truncated', this.buffer.length);
    if (end - start > limitBytes) throw new WbxmlError('string_too_long', start);
    this.offset = end + 1;
    return this.buffer.toString('utf8', start, end);
  }
}
