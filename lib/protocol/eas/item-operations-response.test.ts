import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ItemOperationAnswer,
  readItemOperationsResponse,
  writeItemOperationsResponse,
} from '@/lib/protocol/eas/item-operations-response';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { child, el, text as textIn } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const { id, text, uint, maybe, bytes, decoded, instant, range } = arbitrary;
const target = fc.oneof(
  fc.record({ by: fc.constant('item' as const), collectionId: id, serverId: id }),
  fc.record({ by: fc.constant('longId' as const), longId: text(256) }),
  fc.record({ by: fc.constant('fileReference' as const), fileReference: text(200) }),
  fc.record({ by: fc.constant('link' as const), linkId: text(256) }),
);
const data = fc.record({
  content: fc.oneof(
    fc.record({ kind: fc.constant('inline' as const), bytes: decoded }),
    fc.record({ kind: fc.constant('part' as const), part: fc.integer({ min: 1, max: 100 }) }),
  ),
  contentType: maybe(id),
  range: maybe(range),
  totalBytes: maybe(uint),
  version: maybe(instant),
});
const answer: fc.Arbitrary<ItemOperationAnswer> = fc.oneof(
  fc.record({
    kind: fc.constant('fetch' as const),
    status: uint,
    target: maybe(target),
    class: maybe(id),
    properties: maybe(fc.constant([el('Email', 'Subject', 'x'), el('Email', 'Read', '1')])),
    data: maybe(data),
  }),
  fc.record({ kind: fc.constant('emptyFolder' as const), status: uint, collectionId: maybe(id) }),
  fc.record({ kind: fc.constant('move' as const), status: uint, conversationId: maybe(bytes) }),
);

describe('answers of ItemOperations', () => {
  it('are as on the wire', () => {
    const response = {
      status: 1,
      answers: [
        {
          kind: 'fetch',
          status: 1,
          target: { by: 'fileReference', fileReference: '5%3a77%3a0' },
          data: { contentType: 'application/pdf', content: { kind: 'part', part: 1 } },
        },
      ],
    } as const;
    expect(writeItemOperationsResponse(response)).toEqual(vector('itemoperations-fetch-multipart-response'));
    expect(readItemOperationsResponse(vector('itemoperations-fetch-multipart-response'))).toEqual(response);
  });

  it('come through with any values, in their order', () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 5 }), (answers) => {
        const response = { status: 1, answers };
        expect(readItemOperationsResponse(overTheWire(writeItemOperationsResponse(response)))).toEqual(response);
      }),
      { seed: 20_260_212 },
    );
  });

  it('are read in whatever order their elements come', () => {
    fc.assert(
      fc.property(answer, (each) => {
        const { answers } = readItemOperationsResponse(
          inDisorder(overTheWire(writeItemOperationsResponse({ status: 1, answers: [each] }))),
        );
        expect(answers).toHaveLength(1);
        expect(answers[0]).toMatchObject({ kind: each.kind, status: each.status });
      }),
      { seed: 20_260_213 },
    );
  });

  it('carry inline data as base64 text', () => {
    const element = writeItemOperationsResponse({
      status: 1,
      answers: [{ kind: 'fetch', status: 1, data: { content: { kind: 'inline', bytes: Buffer.from('abc') } } }],
    });
    const fetch = child(element, 'Response')?.children[0];
    const properties = fetch && child(fetch, 'Properties');
    expect(properties && textIn(properties, 'Data')).toBe('YWJj');
  });

  it('say nothing of a range that was not asked for', () => {
    const element = writeItemOperationsResponse({
      status: 1,
      answers: [{ kind: 'fetch', status: 1, data: { content: { kind: 'part', part: 1 } } }],
    });
    const properties = child(element, 'Response')?.children[0]?.children.find(({ name }) => name === 'Properties');
    expect(properties?.children.map(({ name }) => name)).toEqual(['Part']);
  });

  it('can fail as a whole', () => {
    expect(writeItemOperationsResponse({ status: 2, answers: [] }).children).toHaveLength(1);
    expect(() => readItemOperationsResponse(el('AirSync', 'Sync'))).toThrow(refused('unexpected_document', 2));
    expect(() => readItemOperationsResponse(el('ItemOperations', 'ItemOperations'))).toThrow(
      refused('missing_element', 2),
    );
  });
});
