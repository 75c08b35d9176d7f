import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FindRequest,
  readFindRequest,
  readFindResponse,
  writeFindRequest,
  writeFindResponse,
} from '@/lib/protocol/eas/find';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const request: FindRequest = {
  searchId: '8f0b2a1e',
  criterion: {
    kind: 'mailbox',
    freeText: 'budget',
    class: 'Email',
    collectionId: '5',
    range: { first: 0, last: 19 },
    deepTraversal: true,
  },
};

const { id, text, uint, maybe, flag, range, any } = arbitrary;
const criterion = fc.oneof(
  fc.record({
    kind: fc.constant('mailbox' as const),
    freeText: text(200),
    class: maybe(id),
    collectionId: maybe(id),
    range: maybe(range),
    deepTraversal: flag,
  }),
  fc.record({
    kind: fc.constant('gal' as const),
    query: text(200),
    range: maybe(range),
    picture: maybe(fc.record({ maxBytes: maybe(uint), maxPictures: maybe(uint) })),
  }),
);

const find = (...children: EasElement[]) =>
  el('Find', 'Find', [el('Find', 'SearchId', 's'), el('Find', 'ExecuteSearch', children)]);
const mailbox = (...children: EasElement[]) => el('Find', 'MailBoxSearchCriterion', children);
const gal = (...children: EasElement[]) => el('Find', 'GalSearchCriterion', children);
const query = el('Find', 'Query', [el('Find', 'FreeText', 'x')]);
const range9to0 = el('Find', 'Options', [el('Find', 'Range', '9-0')]);

describe('Find', () => {
  it('is asked as on the wire', () => {
    expect(readFindRequest(vector('find-request-161'))).toEqual(request);
    expect(writeFindRequest(request)).toEqual(vector('find-request-161'));
  });

  it('comes through in any order, with any values', () => {
    fc.assert(
      fc.property(id, criterion, (searchId, each) => {
        const one = { searchId, criterion: each };
        expect(readFindRequest(inDisorder(overTheWire(writeFindRequest(one))))).toEqual(one);
      }),
      { seed: 20_260_218 },
    );
  });

  it('hands on a range that does not begin with 0: it is refused inside of the answer', () => {
    const one = { ...request, criterion: { ...request.criterion, range: { first: 5, last: 9 } } };
    expect(readFindRequest(writeFindRequest(one))).toEqual(one);
  });

  it.each([
    ['no id', el('Find', 'Find', [el('Find', 'ExecuteSearch', [mailbox(query)])]), 'missing_element'],
    ['no search', el('Find', 'Find', [el('Find', 'SearchId', 's')]), 'missing_element'],
    ['no criterion', find(), 'missing_element'],
    ['two criteria', find(mailbox(query), gal(el('Find', 'Query', 'x'))), 'conflicting_elements'],
    ['no query', find(mailbox()), 'missing_element'],
    ['no text', find(mailbox(el('Find', 'Query'))), 'missing_element'],
    [
      'a text of another namespace',
      find(mailbox(el('Find', 'Query', [el('Search', 'FreeText', 'x')]))),
      'missing_element',
    ],
    [
      'a text that is too long',
      find(mailbox(el('Find', 'Query', [el('Find', 'FreeText', 'x'.repeat(1025))]))),
      'value_too_long',
    ],
    ['no name', find(gal()), 'missing_element'],
    ['a range from behind', find(mailbox(query, range9to0)), 'out_of_range'],
    ['a range from behind among people', find(gal(el('Find', 'Query', 'x'), range9to0)), 'out_of_range'],
    ['another document', el('Search', 'Search'), 'unexpected_document'],
  ] as const)('is refused with Status 2 for %s', (_what, element, code) => {
    expect(() => readFindRequest(element)).toThrow(refused(code, 2));
  });

  it('is answered as on the wire', () => {
    const response = readFindResponse(vector('find-response-161'));
    expect(response).toMatchObject({
      status: 1,
      answer: {
        store: 'Mailbox',
        status: 1,
        results: [{ class: 'Email', serverId: '5:77', collectionId: '5' }],
        range: { first: 0, last: 0 },
        total: 1,
      },
    });
    expect(response.answer?.results[0]?.properties).toHaveLength(9);
    expect(writeFindResponse(response)).toEqual(vector('find-response-161'));
  });

  it('is answered with any values, read in any order', () => {
    const properties = fc.constant([el('Find', 'Preview', 'Hi')]);
    const result = fc.record({ class: maybe(id), serverId: maybe(id), collectionId: maybe(id), properties });
    const answer = fc.record({
      store: fc.constantFrom('Mailbox' as const, 'GAL' as const),
      status: uint,
      results: any(result),
      range: maybe(range),
      total: maybe(uint),
    });
    fc.assert(
      fc.property(maybe(answer), (each) => {
        const response = { status: 1, answer: each };
        expect(readFindResponse(inDisorder(overTheWire(writeFindResponse(response))))).toEqual(response);
      }),
      { seed: 20_260_219 },
    );
  });

  it('is answered without any result if nothing was found', () => {
    const element = writeFindResponse({ status: 1, answer: { store: 'GAL', status: 1, results: [] } });
    expect(element.children[1]?.children.map(({ name }) => name)).toEqual(['Store', 'Status']);
  });
});
