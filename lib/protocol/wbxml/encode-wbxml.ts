import { ByteWriter } from '@/lib/protocol/wbxml/byte-writer';
import { findEncodePage } from '@/lib/protocol/wbxml/code-pages';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { writeMbUint32 } from '@/lib/protocol/wbxml/mb-uint32';
import { CONTENT_BIT, HEADER, token } from '@/lib/protocol/wbxml/tokens';
import { WbxmlError } from '@/lib/protocol/wbxml/wbxml-error';

/**
 * The bytes of a document. Pages are switched only where they change, an element without content is a lone tag, and
 * NUL is dropped from text since it would end the string.
 *
 * @throws WbxmlError `not_encodable` if an element is on no code page, or only known from older protocol versions
 * @see [MS-ASWBXML] 2.1.2.1 Code Pages
 */
export function encodeWbxml(root: EasElement): Uint8Array {
  const encoder = new Encoder();
  encoder.element(root);
  return encoder.out.toBytes();
}

class Encoder {
  readonly out = new ByteWriter();
  private page = 0;

  constructor() {
    for (const byte of HEADER) this.out.byte(byte);
  }

  element(element: EasElement): void {
    const tag = this.tagOf(element);
    const content = element.text?.replaceAll('\0', '');
    if (!content && !element.opaque && element.children.length === 0) {
      this.out.byte(tag);
      return;
    }
    this.out.byte(tag | CONTENT_BIT);
    for (const each of element.children) this.element(each);
    if (content) this.text(content);
    if (element.opaque) this.opaque(element.opaque);
    this.out.byte(token.END);
  }

  private tagOf({ namespace, name }: EasElement): number {
    const page = findEncodePage(namespace);
    const tag = page?.tokens.get(name);
    if (!page || tag === undefined) throw new WbxmlError('not_encodable', this.out.length);
    if (page.page !== this.page) {
      this.out.byte(token.SWITCH_PAGE);
      this.out.byte(page.page);
      this.page = page.page;
    }
    return tag;
  }

  private text(value: string): void {
    this.out.byte(token.STR_I);
    this.out.utf8(value);
    this.out.byte(0);
  }

  private opaque(value: Uint8Array): void {
    this.out.byte(token.OPAQUE);
    this.out.bytes(writeMbUint32(value.length));
    this.out.bytes(value);
  }
}
