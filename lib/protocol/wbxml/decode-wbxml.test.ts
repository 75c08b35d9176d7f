import { describe, expect, it } from 'vitest';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import { el, type EasElement } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { hexBytes } from '@/lib/protocol/wbxml/testdata/hex';
import data from '@/lib/protocol/wbxml/testdata/vectors.json';
import { WbxmlError } from '@/lib/protocol/wbxml/wbxml-error';

const HEADER = '03 01 6a 00';
const decodeHex = (hex: string, limits = {}) => decodeWbxml(hexBytes(`${HEADER} ${hex}`), limits);
const refusal = (error: object) => expect.objectContaining({ name: 'WbxmlError', ...error });

describe('input that is cut short', () => {
  it.each(data.vectors)('$name is refused at every byte but the last', ({ hex }) => {
    const bytes = hexBytes(hex);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeWbxml(bytes.subarray(0, length))).toThrow(refusal({ code: 'truncated', offset: length }));
    }
  });
});

describe('what is unknown', () => {
  it('is left out with all it holds, and the rest is kept', () => {
    // Ping { <token 0x3f> { Id "x", opaque }, HeartbeatInterval "60" }
    const decoded = decodeHex('00 0d 45  7f 4b 03 78 00 01 c3 02 00 01 01  48 03 36 30 00 01  01');
    expect(decoded).toEqual(el('Ping', 'Ping', [el('Ping', 'HeartbeatInterval', 60)]));
  });

  it('may be a whole page, as Hotmail clients sent it', () => {
    const decoded = decodeHex('00 0d 45  00 fe 45 46 03 78 00 01 01  00 0d 48 03 36 30 00 01  01');
    expect(decoded).toEqual(el('Ping', 'Ping', [el('Ping', 'HeartbeatInterval', 60)]));
  });

  it.each([
    ['its token', '00 0d 7f 01'],
    ['its page', '00 1a 45 01'],
  ])('cannot be the document itself: %s', (_what, hex) => {
    expect(() => decodeHex(hex)).toThrow(refusal({ code: 'unknown_root', offset: 6 }));
  });

  it('still counts against the limits', () => {
    expect(() => decodeHex('00 0d 45 3f 3f 3f 01', { maxElements: 3 })).toThrow(refusal({ code: 'too_many_elements' }));
    expect(() => decodeHex('00 0d 45 7f 7f 01 01 01', { maxDepth: 2 })).toThrow(refusal({ code: 'too_deep' }));
  });
});

describe('parts of WBXML that ActiveSync does not use', () => {
  it.each([
    ['an entity', '02 20'],
    ['a literal', '04 00'],
    ['a literal with content', '44 00 01'],
    ['a literal with attributes', '84 00 01'],
    ['a literal with both', 'c4 00 01 01'],
    ['a processing instruction', '43 05 01'],
    ['a string table reference', '83 00'],
    ['an inline extension', '40 78 00'],
    ['an extension with an integer', '80 00'],
    ['an extension octet', 'c0'],
    ['an element with attributes', '88 05 01'],
  ])('are refused: %s', (_what, hex) => {
    expect(() => decodeHex(`00 0d 45 ${hex} 01`)).toThrow(refusal({ code: 'unsupported_token', offset: 7 }));
  });
});

describe('the header', () => {
  it.each([
    ['an unknown version', '04 01 6a 00', { code: 'header_invalid', offset: 0 }],
    ['a public identifier in a string table', '03 00 00 6a 00', { code: 'header_invalid', offset: 1 }],
    ['another character set', '03 01 04 00', { code: 'header_invalid', offset: 2 }],
    ['a string table', '03 01 6a 02 78 00', { code: 'string_table_unsupported', offset: 3 }],
    ['a string table of four gigabytes', '03 01 6a 8f ff ff ff 7f', { code: 'string_table_unsupported', offset: 3 }],
    ['an integer beyond 32 bits', '03 ff ff ff ff ff 7f', { code: 'overflow', offset: 1 }],
  ])('with %s is refused', (_what, hex, error) => {
    expect(() => decodeWbxml(hexBytes(`${hex} 00 0d 05`))).toThrow(refusal(error));
  });

  it.each(['01 01 6a 00', '02 01 6a 00', '03 01 03 00'])('%s is accepted', (hex) => {
    expect(decodeWbxml(hexBytes(`${hex} 00 0d 05`))).toEqual(el('Ping', 'Ping'));
  });
});

describe('what stands outside of the document', () => {
  it.each([
    ['an END before it', '01', { code: 'outside_root', offset: 4 }],
    ['text before it', '03 78 00', { code: 'outside_root', offset: 4 }],
    ['opaque data before it', 'c3 01 00', { code: 'outside_root', offset: 4 }],
    ['a second one', '00 0d 05 05', { code: 'outside_root', offset: 7 }],
    ['an END too many', '00 0d 45 01 01', { code: 'outside_root', offset: 8 }],
    ['text after it', '00 0d 05 03 78 00', { code: 'outside_root', offset: 7 }],
  ])('is refused: %s', (_what, hex, error) => expect(() => decodeHex(hex)).toThrow(refusal(error)));

  it('may be a page switch', () => expect(decodeHex('00 0d 05 00 00')).toEqual(el('Ping', 'Ping')));
});

describe('limits', () => {
  const deep = (levels: number): EasElement => {
    let element = el('Ping', 'Ping');
    for (let level = 1; level < levels; level += 1) element = el('Ping', 'Ping', [element]);
    return element;
  };

  it('allow as many levels as stated and not one more', () => {
    expect(decodeWbxml(encodeWbxml(deep(32)))).toEqual(deep(32));
    expect(() => decodeWbxml(encodeWbxml(deep(33)))).toThrow(refusal({ code: 'too_deep' }));
  });

  it('stop a hundred thousand levels without exhausting the stack', () => {
    const bytes = new Uint8Array(100_000).fill(0x45);
    bytes.set(hexBytes(`${HEADER} 00 0d`));
    expect(() => decodeWbxml(bytes)).toThrow(refusal({ code: 'too_deep' }));
    expect(() => decodeWbxml(bytes, { maxDepth: 200_000, maxElements: 200_000 })).toThrow(
      refusal({ code: 'truncated' }),
    );
  });

  it.each([
    ['maxBytes', 12, 'too_large'],
    ['maxElements', 1, 'too_many_elements'],
    ['maxTokens', 4, 'too_many_tokens'],
    ['maxStringBytes', 2, 'string_too_long'],
    ['maxDepth', 1, 'too_deep'],
  ])('%s is kept', (name, limit, code) => {
    const hex = '00 0d 45 48 03 34 38 30 00 01 01'; // 15 bytes, 2 elements, 6 tokens, a string of 3 bytes
    expect(() => decodeHex(hex, { [name]: limit })).toThrow(refusal({ code }));
    expect(() => decodeHex(hex, { [name]: limit + 3 })).not.toThrow();
  });

  it('count a string that comes in pieces as one', () => {
    expect(() => decodeHex('00 0d 45 48 03 34 38 00 03 30 00 01 01', { maxStringBytes: 2 })).toThrow(
      refusal({ code: 'string_too_long' }),
    );
  });

  it('judge a claimed length of opaque data before looking for it', () => {
    expect(() => decodeHex('00 0d 45 48 c3 8f ff ff ff 7f')).toThrow(refusal({ code: 'opaque_too_long', offset: 8 }));
    expect(() => decodeHex('00 0d 45 48 c3 03 01 02')).toThrow(refusal({ code: 'truncated', offset: 12 }));
  });

  it('count opaque data that comes in pieces as one', () => {
    expect(() => decodeHex('00 0d 45 48 c3 01 01 c3 02 02 03 01 01', { maxOpaqueBytes: 2 })).toThrow(
      refusal({ code: 'opaque_too_long' }),
    );
  });
});

describe('content', () => {
  it('of opaque data shares memory with the input, so that nothing is copied', () => {
    const bytes = encodeWbxml(el('ComposeMail', 'SendMail', [el('ComposeMail', 'Mime', Uint8Array.of(1, 2, 3))]));
    expect(decodeWbxml(bytes).children[0]?.opaque?.buffer).toBe(bytes.buffer);
  });

  it('joins text and opaque parts in one value', () => {
    expect(decodeHex('00 0d 45 48 03 34 00 c3 01 38 01 01').children[0]?.opaque).toEqual(Buffer.from('48'));
  });

  it('with malformed UTF-8 is kept with replacement characters', () => {
    expect(decodeHex('00 0d 45 48 03 ff 41 00 01 01').children[0]?.text).toBe('\ufffdA');
  });

  it('keeps a byte order mark', () => {
    expect(decodeHex('00 0d 45 48 03 ef bb bf 00 01 01').children[0]?.text).toBe('\ufeff');
  });

  it('is read from a slice of a larger buffer', () => {
    const buffer = hexBytes(`ff ff ${HEADER} 00 0d 05 ff`);
    expect(decodeWbxml(buffer.subarray(2, 9))).toEqual(el('Ping', 'Ping'));
  });
});

it('names its code and offset in the message', () => {
  expect(new WbxmlError('too_deep', 17).message).toBe('too_deep at byte 17');
});
