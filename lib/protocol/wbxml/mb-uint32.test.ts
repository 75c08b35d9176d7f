import { describe, expect, it } from 'vitest';
import { ByteReader } from '@/lib/protocol/wbxml/byte-reader';
import { readMbUint32, writeMbUint32 } from '@/lib/protocol/wbxml/mb-uint32';
import { hexBytes, toHex } from '@/lib/protocol/wbxml/testdata/hex';

const hex = (text: string) => new ByteReader(hexBytes(text));

describe('multi-byte integers', () => {
  it.each([0, 1, 0x7f, 0x80, 0x3fff, 0x4000, 0x1f_ffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff])(
    'reads back %i',
    (value) => {
      expect(readMbUint32(new ByteReader(writeMbUint32(value)))).toBe(value);
    },
  );

  it('reads the example of the specification, 0xA0', () => expect(readMbUint32(hex('81 20'))).toBe(0xa0));

  it('writes the example of the specification, most significant group first', () => {
    expect(toHex(writeMbUint32(0xa0))).toBe('8120');
  });

  it('reads a form with leading zero groups', () => expect(readMbUint32(hex('80 80 01'))).toBe(1));

  it('reads no further than the integer', () => {
    const reader = hex('81 20 ff');
    readMbUint32(reader);
    expect(reader.offset).toBe(2);
  });

  it.each([
    ['ends inside the integer', '81', { code: 'truncated', offset: 1 }],
    ['is empty', '', { code: 'truncated', offset: 0 }],
    ['needs 33 bits', '90 80 80 80 00', { code: 'overflow', offset: 0 }],
    ['never ends', 'ff ff ff ff ff ff ff', { code: 'overflow', offset: 0 }],
    ['pads with more zero groups than five octets hold', '80 80 80 80 80 01', { code: 'overflow', offset: 0 }],
  ])('refuses input that %s', (_what, bytes, error) => {
    expect(() => readMbUint32(hex(bytes))).toThrow(expect.objectContaining(error));
  });

  it.each([-1, 0.5, 0x1_0000_0000, Number.NaN])('does not write %d', (value) => {
    expect(() => writeMbUint32(value)).toThrow(expect.objectContaining({ code: 'overflow' }));
  });
});
