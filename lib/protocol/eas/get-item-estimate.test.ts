import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GetItemEstimateRequest,
  readGetItemEstimateRequest,
  readGetItemEstimateResponse,
  writeGetItemEstimateRequest,
  writeGetItemEstimateResponse,
} from '@/lib/protocol/eas/get-item-estimate';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const request: GetItemEstimateRequest = {
  collections: [{ syncKey: '100', collectionId: '5', options: [{ filterType: 5 }] }],
};

const { id, maybe } = arbitrary;
const filterType = maybe(fc.nat(8));

const around = (...collections: EasElement[]) =>
  el('GetItemEstimate', 'GetItemEstimate', [el('GetItemEstimate', 'Collections', collections)]);
const collection = (...more: EasElement[]) =>
  el('GetItemEstimate', 'Collection', [
    el('AirSync', 'SyncKey', '1'),
    el('GetItemEstimate', 'CollectionId', '5'),
    ...more,
  ]);
const options = (...children: EasElement[]) => el('AirSync', 'Options', children);

describe('GetItemEstimate', () => {
  it('is asked as on the wire from 14.0 on', () => {
    expect(readGetItemEstimateRequest(vector('getitemestimate-14-request'))).toEqual(request);
    expect(writeGetItemEstimateRequest(request, '14.1')).toEqual(vector('getitemestimate-14-request'));
  });

  it('is asked with the filter in the collection, and in a fixed order, up to 12.1', () => {
    const old = { collections: [{ ...request.collections[0], class: 'Email', syncKey: '100', collectionId: '5' }] };
    const element = writeGetItemEstimateRequest(old, '12.1');
    expect(element.children[0]?.children[0]?.children.map(({ namespace, name }) => `${namespace}:${name}`)).toEqual([
      'GetItemEstimate:Class',
      'GetItemEstimate:CollectionId',
      'AirSync:FilterType',
      'AirSync:SyncKey',
    ]);
    expect(readGetItemEstimateRequest(element)).toEqual(old);
  });

  it('comes through in any order, with any values, in both forms', () => {
    const collections = arbitrary.some(
      fc.record({
        syncKey: id,
        collectionId: id,
        conversationMode: maybe(arbitrary.flag),
        options: maybe(
          fc.uniqueArray(
            fc.record({ class: maybe(fc.constantFrom('SMS', 'Email')), filterType, maxItems: maybe(fc.nat(100)) }),
            {
              selector: (each) => each.class,
              minLength: 1,
            },
          ),
        ),
      }),
    );
    const former = arbitrary.some(
      fc.record({
        syncKey: id,
        collectionId: id,
        class: maybe(id),
        options: maybe(fc.nat(8).map((value) => [{ filterType: value }])),
      }),
    );
    fc.assert(
      fc.property(collections, former, (current, old) => {
        const now = { collections: current };
        expect(readGetItemEstimateRequest(inDisorder(overTheWire(writeGetItemEstimateRequest(now, '16.1'))))).toEqual(
          now,
        );
        const then = { collections: old };
        expect(readGetItemEstimateRequest(inDisorder(overTheWire(writeGetItemEstimateRequest(then, '12.1'))))).toEqual(
          then,
        );
      }),
      { seed: 20_260_205 },
    );
  });

  it('is answered as on the wire', () => {
    const response = { answers: [{ status: 1, collectionId: '5', estimate: 42 }] };
    expect(writeGetItemEstimateResponse(response, '14.1')).toEqual(vector('getitemestimate-response'));
    expect(readGetItemEstimateResponse(vector('getitemestimate-response'))).toEqual(response);
  });

  it('names the class in answers up to 12.1 only', () => {
    const response = { answers: [{ status: 1, class: 'Email', collectionId: '5', estimate: 0 }, { status: 2 }] };
    const read = (version: '12.1' | '14.0') =>
      readGetItemEstimateResponse(overTheWire(writeGetItemEstimateResponse(response, version)));
    expect(read('12.1')).toEqual(response);
    expect(read('14.0').answers[0]?.class).toBeUndefined();
  });

  it('can fail as a whole', () => {
    const response = { status: 103, answers: [] };
    expect(readGetItemEstimateResponse(overTheWire(writeGetItemEstimateResponse(response, '16.1')))).toEqual(response);
  });

  it('may name 1000 collections', () => {
    const many = around(...Array.from({ length: 1000 }, () => collection()));
    expect(readGetItemEstimateRequest(many).collections).toHaveLength(1000);
  });

  it.each([
    ['no list', el('GetItemEstimate', 'GetItemEstimate'), 'missing_element'],
    ['no collection', around(), 'missing_element'],
    ['1001 collections', around(...Array.from({ length: 1001 }, () => collection())), 'out_of_range'],
    ['a filter of 9', around(collection(options(el('AirSync', 'FilterType', 9)))), 'out_of_range'],
    ['a filter of 9 in the former form', around(collection(el('AirSync', 'FilterType', 9))), 'out_of_range'],
    ['two blocks of options for a class', around(collection(options(), options())), 'repeated_element'],
    [
      'no key',
      around(el('GetItemEstimate', 'Collection', [el('GetItemEstimate', 'CollectionId', '5')])),
      'missing_element',
    ],
    [
      'no collection id',
      around(el('GetItemEstimate', 'Collection', [el('AirSync', 'SyncKey', '5')])),
      'missing_element',
    ],
    [
      'a collection id of another namespace',
      around(el('GetItemEstimate', 'Collection', [el('AirSync', 'SyncKey', '5'), el('AirSync', 'CollectionId', '5')])),
      'missing_element',
    ],
    ['another document', el('AirSync', 'Sync'), 'unexpected_document'],
  ] as const)('is refused with Status 103 for %s', (_what, element, code) => {
    expect(() => readGetItemEstimateRequest(element)).toThrow(refused(code, 103));
  });
});
