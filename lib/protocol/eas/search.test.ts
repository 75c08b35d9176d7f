import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultSearchRange,
  readSearchRequest,
  type SearchRequest,
  writeSearchRequest,
} from '@/lib/protocol/eas/search';
import { readSearchResponse, writeSearchResponse } from '@/lib/protocol/eas/search-response';
import { arbitrary, arbitraryBodyPreferences, arbitraryMimeSupport } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { child, type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const noOptions = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };

const { id, text, uint, maybe, flag, bytes, instant, range, any } = arbitrary;
const options = fc.record({
  range: maybe(range),
  deepTraversal: flag,
  rebuildResults: flag,
  mimeSupport: arbitraryMimeSupport,
  ...arbitraryBodyPreferences,
  supportsRightsManagement: maybe(flag),
  picture: maybe(fc.record({ maxBytes: maybe(uint), maxPictures: maybe(uint) })),
  userName: maybe(id),
  password: maybe(id),
});
const terms = {
  classes: any(id),
  collectionIds: any(id.filter((each) => each !== '0')),
  receivedAfter: maybe(instant),
  receivedBefore: maybe(instant),
};
const mailboxQuery = fc.oneof(
  fc.record({ ...terms, freeText: text(200), conversationId: maybe(bytes) }),
  fc.record({ ...terms, freeText: fc.constant(undefined), conversationId: bytes }),
);
const request = fc.oneof(
  fc.record({ store: fc.constant('GAL' as const), query: text(200), options }),
  fc.record({ store: fc.constant('Mailbox' as const), query: mailboxQuery, options }),
  fc.record({ store: fc.constant('DocumentLibrary' as const), linkId: text(200), options }),
);

const search = (name: string, query: EasElement, ...more: EasElement[]) =>
  el('Search', 'Search', [el('Search', 'Store', [el('Search', 'Name', name), query, ...more])]);
const query = (...children: EasElement[]) => el('Search', 'Query', children);
const and = (...children: EasElement[]) => el('Search', 'And', children);
const freeText = el('Search', 'FreeText', 'budget');
const gal = el('Search', 'Query', 'ann');
const received = (name: 'GreaterThan' | 'LessThan', ...children: EasElement[]) => el('Search', name, children);

describe('requests of Search', () => {
  it('are as on the wire', () => {
    const expected: SearchRequest = {
      store: 'GAL',
      query: 'ann',
      options: { ...noOptions, range: { first: 0, last: 24 }, picture: { maxBytes: 102_400, maxPictures: 5 } },
    };
    expect(readSearchRequest(vector('search-gal-request'))).toEqual(expected);
    expect(writeSearchRequest(expected)).toEqual(vector('search-gal-request'));
  });

  it('come through in any order, with any values', () => {
    fc.assert(
      fc.property(request, (each) => {
        // The types of the record are wider than they need be: numbers for unions.
        const element = overTheWire(writeSearchRequest(each as SearchRequest));
        expect(readSearchRequest(element)).toEqual(each);
        expect(readSearchRequest(inDisorder(element))).toEqual(each);
      }),
      { seed: 20_260_216 },
    );
  });

  it.each([
    [
      'with folder 0, as Outlook does',
      and(el('AirSync', 'Class', 'Email'), el('AirSync', 'CollectionId', '0'), freeText),
    ],
    ['without a folder, as Android does', and(el('AirSync', 'Class', 'Email'), freeText)],
    ['with an empty folder', and(el('AirSync', 'Class', 'Email'), el('AirSync', 'CollectionId'), freeText)],
  ])('mean every folder %s', (_what, each) => {
    expect(readSearchRequest(search('Mailbox', query(each)))).toMatchObject({
      query: { classes: ['Email'], collectionIds: [], freeText: 'budget' },
    });
  });

  it('may leave out the And, and write the store in any case', () => {
    expect(readSearchRequest(search('mailbox', query(freeText)))).toMatchObject({
      store: 'Mailbox',
      query: { freeText: 'budget' },
      options: noOptions,
    });
  });

  it('look for what was received in a time', () => {
    const after = received('GreaterThan', el('Email', 'DateReceived'), el('Search', 'Value', '20260304T091500Z'));
    const before = received('LessThan', el('Email', 'DateReceived'), el('Search', 'Value', '2026-03-05T00:00:00.000Z'));
    expect(readSearchRequest(search('Mailbox', query(and(freeText, after, before))))).toMatchObject({
      query: { receivedAfter: new Date('2026-03-04T09:15:00Z'), receivedBefore: new Date('2026-03-05T00:00:00Z') },
    });
  });

  it('leave the range to the store, which knows its own', () => {
    expect(defaultSearchRange).toEqual({
      GAL: { first: 0, last: 99 },
      Mailbox: { first: 0, last: 99 },
      DocumentLibrary: { first: 0, last: 999 },
    });
  });

  const limited = (...children: EasElement[]) => search('GAL', gal, el('Search', 'Options', children));
  const equal = (...children: EasElement[]) => query(el('Search', 'EqualTo', children));
  const beside = (term: EasElement) => search('Mailbox', query(term, and(freeText)));
  const conversation = el('Search', 'ConversationId', Buffer.of(1, 2));
  it.each([
    ['no store', el('Search', 'Search'), 'missing_element', 2],
    ['a store without name', el('Search', 'Search', [el('Search', 'Store', [gal])]), 'missing_element', 2],
    ['a store that nobody knows', search('Attic', gal), 'invalid_value', 2],
    ['no query', el('Search', 'Search', [el('Search', 'Store', [el('Search', 'Name', 'GAL')])]), 'missing_element', 2],
    ['an empty query', search('GAL', el('Search', 'Query')), 'missing_element', 2],
    ['a query that is too long', search('GAL', el('Search', 'Query', 'x'.repeat(1025))), 'value_too_long', 2],
    ['a range that is none', limited(el('Search', 'Range', '0')), 'invalid_value', 2],
    ['a range from behind', limited(el('Search', 'Range', '9-0')), 'out_of_range', 2],
    ['a range beyond numbers', limited(el('Search', 'Range', '0-99999999999')), 'invalid_value', 2],
    ['photos of no number', limited(el('Search', 'Picture', [el('Search', 'MaxSize', 'x')])), 'invalid_value', 2],
    ['a body of no type', limited(el('AirSyncBase', 'BodyPreference')), 'missing_element', 2],
    ['nothing to look for', search('Mailbox', query(and(el('AirSync', 'Class', 'Email')))), 'missing_element', 2],
    ['an Or', search('Mailbox', query(el('Search', 'Or', [freeText]))), 'conflicting_elements', 8],
    [
      'an Or in an And',
      search('Mailbox', query(and(freeText, el('Search', 'Or', [freeText])))),
      'conflicting_elements',
      8,
    ],
    ['two Ands', search('Mailbox', query(and(freeText), and(freeText))), 'conflicting_elements', 8],
    ['a class beside the And', beside(el('AirSync', 'Class', 'Email')), 'conflicting_elements', 8],
    ['a folder beside the And', beside(el('AirSync', 'CollectionId', '5')), 'conflicting_elements', 8],
    ['a text beside the And', beside(freeText), 'conflicting_elements', 8],
    ['a conversation beside the And', beside(conversation), 'conflicting_elements', 8],
    ['a beginning beside the And', beside(received('GreaterThan')), 'conflicting_elements', 8],
    ['an end beside the And', beside(received('LessThan')), 'conflicting_elements', 8],
    ['two conversations', search('Mailbox', query(and(freeText, conversation, conversation))), 'repeated_element', 2],
    [
      'a property of mail',
      search('Mailbox', query(and(freeText, el('Email', 'To', 'bob@example.com')))),
      'conflicting_elements',
      2,
    ],
    ['an And in an And', search('Mailbox', query(and(freeText, and(freeText)))), 'conflicting_elements', 8],
    [
      '1001 folders',
      search(
        'Mailbox',
        query(and(freeText, ...Array.from({ length: 1001 }, () => el('AirSync', 'CollectionId', '1')))),
      ),
      'out_of_range',
      8,
    ],
    [
      'a folder id that is too long',
      search('Mailbox', query(and(freeText, el('AirSync', 'CollectionId', 'x'.repeat(65))))),
      'value_too_long',
      2,
    ],
    ['a comparison of nothing', search('Mailbox', query(and(freeText, received('LessThan')))), 'missing_element', 2],
    [
      'a comparison with nothing',
      search('Mailbox', query(and(freeText, received('LessThan', el('Email', 'DateReceived'))))),
      'missing_element',
      2,
    ],
    [
      'a comparison with no time',
      search(
        'Mailbox',
        query(and(freeText, received('LessThan', el('Email', 'DateReceived'), el('Search', 'Value', 'now')))),
      ),
      'invalid_value',
      2,
    ],
    ['a link that is none', search('DocumentLibrary', query(freeText)), 'missing_element', 2],
    ['a comparison with no link', search('DocumentLibrary', equal(el('Search', 'Value', 'x'))), 'missing_element', 2],
    ['a link without value', search('DocumentLibrary', equal(el('DocumentLibrary', 'LinkId'))), 'missing_element', 2],
    ['a text of another namespace', search('Mailbox', query(and(el('Find', 'FreeText', 'x')))), 'missing_element', 2],
    ['another document', el('Find', 'Find'), 'unexpected_document', 2],
  ] as const)('are refused for %s', (_what, element, code, status) => {
    expect(() => readSearchRequest(element)).toThrow(refused(code, status));
  });
});

describe('answers of Search', () => {
  const result = fc.record({
    class: maybe(id),
    longId: maybe(id),
    collectionId: maybe(id),
    properties: fc.constant([el('Email', 'Subject', 'x')]),
  });
  const stores = fc.constantFrom('GAL' as const, 'Mailbox' as const, 'DocumentLibrary' as const);
  const answer = fc.record({ status: uint, results: any(result), range: maybe(range), total: maybe(uint) });

  it('are as on the wire', () => {
    const response = readSearchResponse(vector('search-mailbox-response'));
    expect(response).toMatchObject({
      status: 1,
      answer: {
        status: 1,
        results: [
          { class: 'Email', longId: 'RgAAAA', collectionId: '5', properties: [{ name: 'Subject' }, { name: 'Read' }] },
        ],
        range: { first: 0, last: 0 },
        total: 1,
      },
    });
    expect(writeSearchResponse(response, 'Mailbox')).toEqual(vector('search-mailbox-response'));
  });

  it('come through in any order, with any values', () => {
    fc.assert(
      fc.property(maybe(answer), stores, (each, store) => {
        const response = { status: 1, answer: each };
        expect(readSearchResponse(inDisorder(overTheWire(writeSearchResponse(response, store))))).toEqual(response);
      }),
      { seed: 20_260_217 },
    );
  });

  it.each([
    ['GAL', 1, 0],
    ['Mailbox', 1, 1],
    ['DocumentLibrary', 1, 1],
    ['Mailbox', 8, 0],
  ] as const)('of %s with Status %i and no hit have %i empty results', (store, status, count) => {
    const element = writeSearchResponse({ status: 1, answer: { status, results: [] } }, store);
    const response = child(element, 'Response');
    const found = response && child(response, 'Store');
    const results = found?.children.filter(({ name }) => name === 'Result');
    expect(results?.map(({ children }) => children.length)).toEqual(Array.from({ length: count }, () => 0));
    expect(readSearchResponse(element).answer?.results).toEqual([]);
  });

  it('are no other document', () => {
    expect(() => readSearchResponse(el('Find', 'Find'))).toThrow(refused('unexpected_document', 3));
  });
});
