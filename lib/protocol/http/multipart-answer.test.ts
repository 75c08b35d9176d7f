import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMultipartAnswer, encodeMultipartAnswer, MultipartError } from '@/lib/protocol/http/multipart-answer';
import { hexBytes } from '@/lib/protocol/wbxml/testdata/hex';
import data from '@/lib/protocol/wbxml/testdata/vectors.json';

const part = fc.uint8Array({ maxLength: 100 });
const answers = fc.record({ document: part, parts: fc.array(part, { maxLength: 6 }) });

const words = (...values: number[]): Buffer => {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
  return buffer;
};

/** What is wrong with how hostile bytes are read, or null. */
function faultOf(bytes: Uint8Array): string | null {
  try {
    const { document, parts } = decodeMultipartAnswer(bytes);
    return [document, ...parts].every((each) => each.length <= bytes.length) ? null : 'a part larger than the whole';
  } catch (error) {
    return error instanceof MultipartError ? null : String(error);
  }
}

describe('a multipart answer', () => {
  it('is as on the wire', () => {
    const found = data.handVectors.find(({ name }) => name === 'multipart-response-one-part');
    const bytes = hexBytes(found?.hex ?? '');
    const { document, parts } = decodeMultipartAnswer(bytes);
    expect(parts).toHaveLength(1);
    expect(Buffer.concat(encodeMultipartAnswer({ document, parts }))).toEqual(Buffer.from(bytes));
  });

  it('comes through with any parts', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        expect(decodeMultipartAnswer(Buffer.concat(encodeMultipartAnswer(answer)))).toEqual({
          document: Buffer.from(answer.document),
          parts: answer.parts.map((each) => Buffer.from(each)),
        });
      }),
      { seed: 20_260_214 },
    );
  });

  it('is sent without copies, in chunks that add up', () => {
    const answer = { document: Buffer.from('d'), parts: [Buffer.from('one'), Buffer.from('two!')] };
    const [table, ...chunks] = encodeMultipartAnswer(answer);
    expect(chunks[0]).toBe(answer.document);
    expect(chunks[2]).toBe(answer.parts[1]);
    expect(table).toEqual(words(3, 28, 1, 29, 3, 32, 4));
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'truncated'],
    ['a table cut short', words(2, 20, 1), 'truncated'],
    ['no part at all', words(0), 'truncated'],
    ['a part that begins in the table', Buffer.concat([words(1, 8, 1), Buffer.from('x')]), 'part_outside'],
    ['a part behind the end', Buffer.concat([words(1, 12, 2), Buffer.from('x')]), 'part_outside'],
    ['offsets that would wrap', words(1, 0xffff_ffff, 0xffff_ffff), 'part_outside'],
    ['a million parts', words(1_000_000), 'too_many_parts'],
  ])('is refused for %s', (_what, bytes, code) => {
    expect(() => decodeMultipartAnswer(bytes)).toThrow(expect.objectContaining({ name: 'MultipartError', code }));
  });

  it('is refused beyond the limits of the caller', () => {
    const bytes = Buffer.concat(encodeMultipartAnswer({ document: Buffer.alloc(10), parts: [Buffer.alloc(10)] }));
    expect(() => decodeMultipartAnswer(bytes, { maxBytes: 30 })).toThrow(
      expect.objectContaining({ code: 'too_large' }),
    );
    expect(() => decodeMultipartAnswer(bytes, { maxParts: 1 })).toThrow(
      expect.objectContaining({ code: 'too_many_parts' }),
    );
  });

  it('is decoded or refused, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.uint8Array({ maxLength: 60 }), (count, rest) => {
        expect(faultOf(Buffer.concat([words(count), rest]))).toBeNull();
      }),
      { seed: 20_260_215, numRuns: 500 },
    );
  });
});
