import { describe, expect, it } from 'vitest';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import { type EasElement, textOf } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { parseVectorXml } from '@/lib/protocol/wbxml/testdata/parse-vector-xml';
import data from '@/lib/protocol/wbxml/testdata/vectors.json';

const bytesOfHex = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('wire vectors of independent encoders', () => {
  it('are all there', () => expect(data.vectors).toHaveLength(60));

  it.each(data.vectors)('$name decodes to the tree that was meant', ({ hex, xml, opaqueElements }) => {
    expect(decodeWbxml(bytesOfHex(hex))).toEqual(parseVectorXml(xml, opaqueElements));
  });

  it.each(data.vectors)('$name encodes to the same bytes', ({ hex, xml, opaqueElements }) => {
    expect(hexOf(encodeWbxml(parseVectorXml(xml, opaqueElements)))).toBe(hex);
  });
});

/** Opaque text reads as text; the hand vectors contain no binary content. */
const withText = (element: EasElement): EasElement => {
  const text = textOf(element);
  const { namespace, name } = element;
  const children = element.children.map(withText);
  return text === '' ? { namespace, name, children } : { namespace, name, children, text };
};

describe('unusual but legal input', () => {
  const [multipart, ...others] = data.handVectors.toSorted((a) => (a.name.startsWith('multipart') ? -1 : 1));

  it.each(others)('$name: $description', ({ hex, xml }) => {
    expect(withText(decodeWbxml(bytesOfHex(hex)))).toEqual(parseVectorXml(xml, []));
  });

  it('finds the document in the first part of a multipart body', () => {
    const body = bytesOfHex(multipart?.hex ?? '');
    const view = new DataView(body.buffer);
    const start = view.getUint32(4, true);
    const part = body.subarray(start, start + view.getUint32(8, true));
    expect(decodeWbxml(part)).toEqual(parseVectorXml(multipart?.xml ?? '', []));
  });
});
