import { ByteReader } from '@/lib/protocol/wbxml/byte-reader';
import { type DecodePage, findDecodePage } from '@/lib/protocol/wbxml/code-pages';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { readMbUint32 } from '@/lib/protocol/wbxml/mb-uint32';
import { ATTRIBUTE_BIT, CONTENT_BIT, token } from '@/lib/protocol/wbxml/tokens';
import { WbxmlError } from '@/lib/protocol/wbxml/wbxml-error';

// Implementation notes
// - One loop over the tokens with an explicit stack: no recursion, so no input can exhaust the call stack.
// - Every token consumes at least one octet and is looked at once; time is linear in the input.
// - Nothing is allocated because of a length that the input merely claims: strings and opaque data are cut out of the
//   input after it is known to hold them. An element costs far more memory than its one octet; `maxElements` bounds it.
// - Unknown elements are parsed like any other, counted against every limit, and not attached to their parent.
// - Opaque content and the request share memory. Whoever keeps a part of the tree beyond the request copies it.
// - Only WbxmlError leaves this file.

/** Bounds on one document. The defaults fit a request; a client may want more for what a server sends. */
export interface WbxmlLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
  readonly maxTokens: number;
  readonly maxStringBytes: number;
  readonly maxOpaqueBytes: number;
}

export const defaultWbxmlLimits: WbxmlLimits = Object.freeze({
  maxBytes: 64 * 1024 * 1024,
  maxDepth: 32, // the deepest documents of the protocol have about a dozen levels
  maxElements: 100_000,
  maxTokens: 1_000_000,
  maxStringBytes: 16 * 1024 * 1024,
  maxOpaqueBytes: 64 * 1024 * 1024,
});

interface OpenElement {
  readonly page: DecodePage | undefined;
  readonly name: string | undefined;
  readonly children: EasElement[];
  text: string;
  opaqueBytes: number;
  readonly opaque: Uint8Array[];
}

/**
 * The document in these bytes. Elements of unknown pages or tokens are left out together with what they hold.
 *
 * @throws WbxmlError naming the first fault and its offset
 * @see [MS-ASWBXML] 2.1.2.1 Code Pages, WAP-192-WBXML 5 Binary XML Content Structure
 */
export function decodeWbxml(bytes: Uint8Array, limits: Partial<WbxmlLimits> = {}): EasElement {
  return new Decoder(bytes, { ...defaultWbxmlLimits, ...limits }).document();
}

class Decoder {
  private readonly reader: ByteReader;
  private readonly open: OpenElement[] = [];
  private page = findDecodePage(0);
  private root: EasElement | undefined;
  private elementCount = 0;

  constructor(
    bytes: Uint8Array,
    private readonly limits: WbxmlLimits,
  ) {
    if (bytes.length > limits.maxBytes) throw new WbxmlError('too_large', limits.maxBytes);
    this.reader = new ByteReader(bytes);
  }

  document(): EasElement {
    readHeader(this.reader);
    for (let tokenCount = 0; !this.reader.isAtEnd; tokenCount += 1) {
      if (tokenCount >= this.limits.maxTokens) throw new WbxmlError('too_many_tokens', this.reader.offset);
      this.step();
    }
    if (!this.root) throw new WbxmlError('truncated', this.reader.length);
    return this.root;
  }

  private step(): void {
    const start = this.reader.offset;
    const byte = this.reader.byte();
    if (byte === token.SWITCH_PAGE) {
      this.page = findDecodePage(this.reader.byte()); // legal anywhere, even to the same page or behind the root
    } else if (byte === token.END) {
      this.end(start);
    } else if (byte === token.STR_I) {
      const element = this.current(start);
      element.text += this.reader.terminatedString(this.limits.maxStringBytes);
      if (element.text.length > this.limits.maxStringBytes) throw new WbxmlError('string_too_long', start);
    } else if (byte === token.OPAQUE) {
      const element = this.current(start);
      const length = readMbUint32(this.reader);
      element.opaqueBytes += length;
      if (element.opaqueBytes > this.limits.maxOpaqueBytes) throw new WbxmlError('opaque_too_long', start);
      element.opaque.push(this.reader.take(length));
    } else {
      this.begin(byte, start);
    }
  }

  private current(offset: number): OpenElement {
    const element = this.open.at(-1);
    if (!element) throw new WbxmlError('outside_root', offset);
    return element;
  }

  private begin(byte: number, offset: number): void {
    const tag = byte & ~(CONTENT_BIT | ATTRIBUTE_BIT);
    // [MS-ASWBXML] 2.1.2.1: of the global tokens only SWITCH_PAGE, END, STR_I and OPAQUE are used, and no attributes.
    if (tag < token.FIRST_TAG || byte & ATTRIBUTE_BIT) throw new WbxmlError('unsupported_token', offset);
    if (this.root) throw new WbxmlError('outside_root', offset);
    const name = this.page?.names[tag];
    if (this.open.length === 0 && name === undefined) throw new WbxmlError('unknown_root', offset);
    if (this.open.length >= this.limits.maxDepth) throw new WbxmlError('too_deep', offset);
    this.elementCount += 1;
    if (this.elementCount > this.limits.maxElements) throw new WbxmlError('too_many_elements', offset);

    this.open.push({ page: this.page, name, children: [], text: '', opaqueBytes: 0, opaque: [] });
    if (!(byte & CONTENT_BIT)) this.end(offset);
  }

  private end(offset: number): void {
    const closed = this.open.pop();
    if (!closed) throw new WbxmlError('outside_root', offset);
    const element = toElement(closed);
    if (!element) return;
    const parent = this.open.at(-1);
    if (parent) parent.children.push(element);
    else this.root = element;
  }
}

function toElement({ page, name, children, text, opaque }: OpenElement): EasElement | undefined {
  if (!page || name === undefined) return undefined;
  const { namespace } = page;
  if (opaque.length === 0) return text === '' ? { namespace, name, children } : { namespace, name, children, text };
  // Text and opaque parts in one element do not occur in practice; read them as one value, text first.
  const parts = text === '' ? opaque : [Buffer.from(text, 'utf8'), ...opaque];
  return { namespace, name, children, opaque: parts.length === 1 ? parts[0] : Buffer.concat(parts) };
}

const UTF_8 = 106; // IANA MIBenum
const US_ASCII = 3;

function readHeader(reader: ByteReader): void {
  const version = reader.byte();
  if (version < 1 || version > 3) throw new WbxmlError('header_invalid', 0);
  const publicIdOffset = reader.offset;
  // 0 would point into the string table, of which there is none.
  if (readMbUint32(reader) === 0) throw new WbxmlError('header_invalid', publicIdOffset);
  const charsetOffset = reader.offset;
  const charset = readMbUint32(reader);
  if (charset !== UTF_8 && charset !== US_ASCII) throw new WbxmlError('header_invalid', charsetOffset);
  const tableOffset = reader.offset;
  if (readMbUint32(reader) !== 0) throw new WbxmlError('string_table_unsupported', tableOffset);
}
