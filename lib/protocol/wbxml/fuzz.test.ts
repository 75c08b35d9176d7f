import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultWbxmlLimits, decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { hexBytes } from '@/lib/protocol/wbxml/testdata/hex';
import data from '@/lib/protocol/wbxml/testdata/vectors.json';
import { HEADER } from '@/lib/protocol/wbxml/tokens';
import { WbxmlError } from '@/lib/protocol/wbxml/wbxml-error';

const vectors = [...data.vectors, ...data.handVectors].map(({ hex }) => hexBytes(hex));

const countElements = (element: EasElement): number =>
  element.children.reduce((sum, each) => sum + countElements(each), 1);

/**
 * What is wrong with how hostile bytes are decoded, or null: they lead to a tree or a WbxmlError, and the work done is
 * bounded by their number. A token limit of one per byte is never met, and a tree has no more elements than bytes.
 */
function faultOf(bytes: Uint8Array): string | null {
  try {
    const tree = decodeWbxml(bytes, { ...defaultWbxmlLimits, maxTokens: bytes.length });
    return countElements(tree) <= bytes.length ? null : 'more elements than bytes';
  } catch (error) {
    if (!(error instanceof WbxmlError)) return `threw ${String(error)}`;
    return error.code === 'too_many_tokens' ? 'more tokens than bytes' : null;
  }
}

/** What happens to bytes on their way: changed, lost, doubled, moved from elsewhere. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value: fc.nat(255) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 64 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  }),
);

type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

function mutate(bytes: number[], change: Mutation): number[] {
  const at = bytes.length === 0 ? 0 : change.at % bytes.length;
  if (change.kind === 'set') return bytes.with(Math.min(at, bytes.length - 1), change.value);
  if (change.kind === 'insert') return bytes.toSpliced(at, 0, ...change.bytes);
  const part = bytes.slice(at, at + change.length);
  return change.kind === 'remove' ? bytes.toSpliced(at, part.length) : bytes.toSpliced(at, 0, ...part);
}

describe('hostile bytes lead to a tree or a WbxmlError, with work bounded by their number', () => {
  it('when they are damaged documents', () => {
    const changes = fc.array(mutation, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...vectors), changes, (vector, list) => {
        const damaged = list.reduce(
          (bytes: number[], change) => (bytes.length > 0 ? mutate(bytes, change) : bytes),
          [...vector],
        );
        expect(faultOf(Uint8Array.from(damaged))).toBeNull();
      }),
      { numRuns: 3000, seed: 20_260_103 },
    );
  });

  it('when they are noise behind a good header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        expect(faultOf(Uint8Array.from([...HEADER, ...noise]))).toBeNull();
      }),
      { numRuns: 2000, seed: 20_260_104 },
    );
  });

  it('when they are made of the tokens that documents are made of', () => {
    const token = fc.constantFrom(0x00, 0x0d, 0x01, 0x03, 0xc3, 0x05, 0x45, 0x48, 0x41, 0x81);
    fc.assert(
      fc.property(fc.array(token, { maxLength: 200 }), (tokens) => {
        expect(faultOf(Uint8Array.from([...HEADER, ...tokens]))).toBeNull();
      }),
      { numRuns: 2000, seed: 20_260_105 },
    );
  });

  it.each([
    ['unterminated strings', [0x03]],
    ['empty strings', [0x03, 0x00]],
    ['empty opaque data', [0xc3, 0x00]],
    ['page switches', [0x00, 0x0d]],
    ['empty elements', [0x05]],
    ['nested elements', [0x45]],
    ['long integers', [0xc3, 0x80, 0x80, 0x80, 0x80, 0x00]],
    ['unknown elements', [0x3f]],
  ])('when they are 200 kilobytes of %s', (_what, unit) => {
    const body = Uint8Array.from({ length: 200_000 }, (_each, index) => unit[index % unit.length] ?? 0);
    expect(faultOf(Buffer.concat([Uint8Array.of(...HEADER, 0, 0x0d, 0x45, 0x48), body]))).toBeNull();
  });
});
