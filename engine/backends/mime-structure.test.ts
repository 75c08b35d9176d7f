import { describe, expect, it } from 'vitest';
import { readStructure } from './mime-structure';
import type { MessagePart } from '@/engine/backends/contract';

const lines = (...all: string[]) => Buffer.from(all.join('\r\n'));
const outline = (part: MessagePart): unknown[] => [part.path, part.type, ...part.parts.map(outline)];

describe('the structure of a message', () => {
  it('of a plain message is its only part, number 1', () => {
    const { structure, ranges } = readStructure(lines('Subject: x', '', 'hello'));
    expect(outline(structure)).toEqual(['1', 'text/plain']);
    expect(ranges.get('1')).toEqual({ start: 14, end: 19 });
  });

  it('numbers the parts of a message inside a message as IMAP does', () => {
    const inner = ['Content-Type: multipart/alternative; boundary=in', '', '--in', '', 'a', '--in', '', 'b', '--in--'];
    const single = ['Subject: single', '', 'text'];
    const raw = lines(
      'Content-Type: multipart/mixed; boundary="out side"',
      '',
      'preamble',
      '--out side',
      '',
      'body',
      '--out side',
      'Content-Type: message/rfc822',
      '',
      ...inner,
      '--out side',
      'Content-Type: message/rfc822',
      '',
      ...single,
      '--out side--',
      'epilogue',
    );
    const { structure, ranges } = readStructure(raw);
    expect(outline(structure)).toEqual([
      '',
      'multipart/mixed',
      ['1', 'text/plain'],
      ['2', 'message/rfc822', ['2', 'multipart/alternative', ['2.1', 'text/plain'], ['2.2', 'text/plain']]],
      ['3', 'message/rfc822', ['3.1', 'text/plain']],
    ]);
    const octets = (path: string) => {
      const range = ranges.get(path);
      return range && raw.subarray(range.start, range.end).toString();
    };
    expect([octets('1'), octets('2.2'), octets('3.1')]).toEqual(['body', 'b', 'text']);
    expect(octets('2')).toBe(inner.join('\r\n'));
    expect(octets('3')).toBe(single.join('\r\n'));
  });

  it('gives names decoded, in every way that they are written', () => {
    const named = (field: string) => readStructure(lines(field, '', 'x')).structure.fileName;
    expect(named("Content-Disposition: attachment; filename*=utf-8''%C3%BCber.txt")).toBe('über.txt');
    expect(named("Content-Disposition: attachment; filename*0*=utf-8''%C3%BC;\r\n filename*1=ber.txt")).toBe(
      'über.txt',
    );
    expect(named('Content-Type: text/plain; name="=?utf-8?Q?=C3=BCber.txt?="')).toBe('über.txt');
    expect(named('Content-Type: text/plain')).toBeNull();
  });

  it.each([
    ['no boundary', lines('Content-Type: multipart/mixed', '', 'x')],
    ['a boundary that never comes', lines('Content-Type: multipart/mixed; boundary=b', '', 'x')],
    ['nothing at all', Buffer.alloc(0)],
    ['no body', lines('Subject: x')],
    ['no type that is one', lines('Content-Type: ;;;', '', 'x')],
  ])('of a message with %s is a text', (_what, raw) => {
    expect(outline(readStructure(raw).structure)).toEqual(['1', 'text/plain']);
  });

  it('of a message that is cut short has the parts that came', () => {
    const raw = lines('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'one', '--b', '', 'tw');
    expect(outline(readStructure(raw).structure)).toEqual([
      '',
      'multipart/mixed',
      ['1', 'text/plain'],
      ['2', 'text/plain'],
    ]);
  });

  it('has an end, however deep and wide the message is', () => {
    const nested = Array.from(
      { length: 200 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    );
    const wide = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`;
    const count = (part: MessagePart): number => part.parts.reduce((sum, child) => sum + count(child), 1);
    expect(count(readStructure(Buffer.from(nested.join(''))).structure)).toBeLessThan(30);
    expect(count(readStructure(Buffer.from(wide)).structure)).toBeLessThanOrEqual(500);
  });
});
