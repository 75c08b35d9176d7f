import { describe, expect, it } from 'vitest';
import { cutText, decodeText } from './decode-text';
import { decodeTransfer } from './decode-transfer';

const text = (octets: Buffer, { charset = '', encoding = '8bit', isWhole = true, limitBytes = 1000 } = {}) =>
  decodeText({ encoding, parameters: charset === '' ? {} : { charset } }, { octets, isWhole }, limitBytes);

describe('the text of a part', () => {
  it.each([
    ['utf-8', Buffer.from('Grüße')],
    ['iso-8859-1', Buffer.from('Grüße', 'latin1')],
    ['us-ascii', Buffer.from('Grüße')],
    ['us-ascii', Buffer.from('Grüße', 'latin1')],
    ['no-such-charset', Buffer.from('Grüße')],
    ['', Buffer.from('Grüße', 'latin1')],
    ['utf-16le', Buffer.from('Grüße', 'utf16le')],
  ])('is read in the charset %j, or in what it obviously is', (charset, octets) => {
    expect(text(octets, { charset })).toEqual({ content: 'Grüße', isTruncated: false });
  });

  it('reads Japanese mail', () => {
    const octets = Buffer.from('\x1b$B$3$s$K$A$O\x1b(B', 'latin1');
    expect(text(octets, { charset: 'ISO-2022-JP' }).content).toBe('こんにちは');
  });

  it('is cut between characters, also between the halves of a long one', () => {
    expect(cutText('aä', 2)).toBe('a');
    expect(cutText('a😀b', 4)).toBe('a');
    expect(cutText('a😀b', 5)).toBe('a😀');
    expect(text(Buffer.from('ääää'), { limitBytes: 5 })).toEqual({ content: 'ää', isTruncated: true });
  });

  it('says so when it goes on, and drops the character that was cut on its way', () => {
    const octets = Buffer.from('aä').subarray(0, 2);
    expect(text(octets, { charset: 'utf-8', isWhole: false })).toEqual({ content: 'a', isTruncated: true });
    expect(text(octets, { isWhole: false })).toEqual({ content: 'a', isTruncated: true });
  });
});

describe('a transfer encoding', () => {
  it.each([60, 61, 62, 63, 76])(
    'of much base64 in lines of %i is undone wherever a line or its padding ends',
    (width) => {
      const octets = Buffer.from(Array.from({ length: 700_000 }, (_each, index) => (index * 7919) % 251));
      const lines = octets.toString('base64').replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\r\n');
      expect(decodeTransfer(Buffer.from(lines), 'base64').equals(octets)).toBe(true);
      const pieces = Array.from({ length: 12_000 }, (_each, index) => octets.subarray(index * 40, index * 40 + 40));
      const padded = pieces.map((piece) => piece.toString('base64')).join('\r\n');
      expect(decodeTransfer(Buffer.from(padded), 'base64').equals(Buffer.concat(pieces))).toBe(true);
    },
  );

  it('of base64 is undone over lines, padding and rubbish', () => {
    expect(decodeTransfer(Buffer.from('SGFs\r\nbG8=\r\n!SGk=\r\n'), 'base64').toString()).toBe('HalloHi');
  });

  it('of quoted-printable is undone without touching line ends', () => {
    const octets = Buffer.from('a=C3=A4=\r\nb  \r\nc=3D=\nd\n=zz');
    expect(decodeTransfer(octets, 'quoted-printable').toString()).toBe('aäb\r\nc=d\n=zz');
    expect(decodeTransfer(Buffer.from('a=C'), 'quoted-printable').toString()).toBe('a');
  });

  it('that nobody knows is left alone', () => {
    expect(decodeTransfer(Buffer.from('x=41'), 'x-uuencode').toString()).toBe('x=41');
  });
});
