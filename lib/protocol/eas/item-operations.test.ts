import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ItemOperation,
  readItemOperationsRequest,
  writeItemOperationsRequest,
} from '@/lib/protocol/eas/item-operations';
import { arbitrary, arbitraryBodyPreferences, arbitraryMimeSupport } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const noOptions = { bodyPreferences: [], bodyPartPreferences: [] };

const { id, text, maybe, flag, bytes, range } = arbitrary;
const fileReference = fc.record({ by: fc.constant('fileReference' as const), fileReference: text(200) });
const itemTarget = fc.oneof(
  fc.record({ by: fc.constant('item' as const), collectionId: id, serverId: id }),
  fc.record({ by: fc.constant('longId' as const), longId: text(256) }),
  fc.record({ by: fc.constant('link' as const), linkId: text(256) }),
);
const fetchOptions = fc.record({
  schema: maybe(fc.constant([el('Email', 'Subject'), el('AirSyncBase', 'Body')])),
  range: maybe(range),
  userName: maybe(id),
  password: maybe(id),
  mimeSupport: arbitraryMimeSupport,
  ...arbitraryBodyPreferences,
  supportsRightsManagement: maybe(flag),
});
const fetched = {
  kind: fc.constant('fetch' as const),
  store: fc.constantFrom('Mailbox', 'DocumentLibrary'),
  removesRightsManagement: flag,
};
const operation = fc.oneof(
  fc.record({ ...fetched, target: itemTarget, options: fetchOptions }),
  fc.record({
    ...fetched,
    target: fileReference,
    options: maybe(range).map((each) => ({ ...noOptions, range: each })),
  }),
  fc.record({ kind: fc.constant('emptyFolder' as const), collectionId: id, deleteSubFolders: flag }),
  fc.record({ kind: fc.constant('move' as const), conversationId: bytes, destinationFolderId: id, moveAlways: flag }),
);

const operations = (...children: EasElement[]) => el('ItemOperations', 'ItemOperations', children);
const fetch = (...children: EasElement[]) => el('ItemOperations', 'Fetch', children);
const options = (...children: EasElement[]) => el('ItemOperations', 'Options', children);
const store = el('ItemOperations', 'Store', 'Mailbox');
const reference = el('AirSyncBase', 'FileReference', '5%3a77%3a0');
const item = [el('AirSync', 'CollectionId', '5'), el('AirSync', 'ServerId', '5:77')];
const target = { by: 'item', collectionId: '5', serverId: '5:77' };
const first = (element: EasElement): ItemOperation | undefined => readItemOperationsRequest(element).operations[0];

describe('requests of ItemOperations', () => {
  it.each([
    [
      'itemoperations-fetch-attachment-request',
      {
        kind: 'fetch',
        store: 'Mailbox',
        target: { by: 'fileReference', fileReference: '5%3a77%3a0' },
        options: { ...noOptions, range: { first: 0, last: 1023 } },
        removesRightsManagement: false,
      },
    ],
    ['itemoperations-emptyfolder-request', { kind: 'emptyFolder', collectionId: '4', deleteSubFolders: true }],
  ] satisfies [string, ItemOperation][])('are as in %s', (name, each) => {
    expect(readItemOperationsRequest(vector(name))).toEqual({ operations: [each] });
    expect(writeItemOperationsRequest({ operations: [each] })).toEqual(vector(name));
  });

  it('come through with any values, in any order but that of the operations', () => {
    fc.assert(
      fc.property(operation, (each) => {
        // The types of the record are wider than they need be: strings for unions.
        const request = { operations: [each as ItemOperation] };
        expect(readItemOperationsRequest(inDisorder(overTheWire(writeItemOperationsRequest(request))))).toEqual(
          request,
        );
      }),
      { seed: 20_260_210 },
    );
  });

  it('keep the order of their operations', () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 8 }), (list) => {
        const request = { operations: list as ItemOperation[] }; // as above
        expect(readItemOperationsRequest(overTheWire(writeItemOperationsRequest(request)))).toEqual(request);
      }),
      { seed: 20_260_211, numRuns: 50 },
    );
  });

  it('leave out whatever options an attachment has but its range', () => {
    const wanted = options(
      el('ItemOperations', 'Range', '0-9'),
      el('AirSyncBase', 'BodyPreference'), // not even a type
      el('AirSync', 'MIMESupport', 9),
    );
    expect(first(operations(fetch(store, reference, wanted)))).toMatchObject({
      options: { ...noOptions, range: { first: 0, last: 9 } },
    });
  });

  it('take an empty reference for one to an attachment that is not there', () => {
    expect(first(operations(fetch(store, el('AirSyncBase', 'FileReference'))))).toMatchObject({
      kind: 'fetch',
      target: { by: 'fileReference', fileReference: '' },
    });
  });

  it('take a store in any case, and the id of a conversation as base64 text', () => {
    expect(first(operations(fetch(el('ItemOperations', 'Store', 'mailbox'), ...item)))).toMatchObject({
      store: 'Mailbox',
    });
    const move = el('ItemOperations', 'Move', [
      el('ItemOperations', 'ConversationId', 'AQID'),
      el('ItemOperations', 'DstFldId', '9'),
    ]);
    expect(first(operations(move))).toMatchObject({ kind: 'move', conversationId: Buffer.from([1, 2, 3]) });
  });

  it.each([
    ['no store', fetch(...item), { status: 2, target }],
    ['a store that nobody knows', fetch(el('ItemOperations', 'Store', 'Attic'), ...item), { status: 9, target }],
    [
      'a store with a name of 257',
      fetch(el('ItemOperations', 'Store', 'x'.repeat(257)), ...item),
      { status: 2, target },
    ],
    ['no target', fetch(store), { status: 2, target: undefined }],
    ['an item without folder', fetch(store, el('AirSync', 'ServerId', '5:77')), { status: 2, target: undefined }],
    ['two targets', fetch(store, ...item, reference), { status: 2, target: undefined }],
    ['two attachments', fetch(store, reference, reference), { status: 2, target: undefined }],
    [
      'an id that is too long',
      fetch(store, el('AirSync', 'CollectionId', '5'), el('AirSync', 'ServerId', 'x'.repeat(65))),
      { status: 2, target: undefined },
    ],
    [
      'a reference that is too long',
      fetch(store, el('AirSyncBase', 'FileReference', 'x'.repeat(2049))),
      { status: 2, target: undefined },
    ],
    [
      'a target of another namespace',
      fetch(store, el('FolderHierarchy', 'ServerId', '5')),
      { status: 2, target: undefined },
    ],
    ['a range that is none', fetch(store, ...item, options(el('ItemOperations', 'Range', '5'))), { status: 8, target }],
    [
      'a range from behind',
      fetch(store, ...item, options(el('ItemOperations', 'Range', '5-4'))),
      { status: 8, target },
    ],
    ['a body of no type', fetch(store, ...item, options(el('AirSyncBase', 'BodyPreference'))), { status: 2, target }],
    ['MIMESupport 3', fetch(store, ...item, options(el('AirSync', 'MIMESupport', 3))), { status: 2, target }],
  ] as const)('answer a fetch with its own status for %s', (_what, malformed, expected) => {
    const { operations: list } = readItemOperationsRequest(operations(malformed, fetch(store, ...item)));
    expect(list[0]).toEqual({ kind: 'malformed', operation: 'fetch', ...expected });
    expect(list[1]).toMatchObject({ kind: 'fetch', target });
  });

  it.each([
    ['emptyFolder', el('ItemOperations', 'EmptyFolderContents')],
    ['emptyFolder', el('ItemOperations', 'EmptyFolderContents', [el('AirSync', 'CollectionId', 'x'.repeat(65))])],
    ['move', el('ItemOperations', 'Move', [el('ItemOperations', 'DstFldId', '9')])],
    ['move', el('ItemOperations', 'Move', [el('ItemOperations', 'ConversationId', Buffer.of(1))])],
  ])('answer %s with its own status if it is malformed', (kind, element) => {
    expect(first(operations(element))).toEqual({ kind: 'malformed', operation: kind, status: 2 });
  });

  it('may have 100 operations and no more', () => {
    const many = (count: number) => operations(...Array.from({ length: count }, () => fetch(store, ...item)));
    expect(readItemOperationsRequest(many(100)).operations).toHaveLength(100);
    expect(() => readItemOperationsRequest(many(101))).toThrow(refused('out_of_range', 11));
  });

  it.each([
    ['nothing', operations(), 'missing_element'],
    ['operations of another namespace', operations(el('AirSync', 'Fetch'), el('Move', 'Move')), 'missing_element'],
    ['another document', el('AirSync', 'Sync'), 'unexpected_document'],
  ] as const)('are refused with Status 2 for %s', (_what, element, code) => {
    expect(() => readItemOperationsRequest(element)).toThrow(refused(code, 2));
  });

  it('leave out what could not be understood, as there is nothing to write', () => {
    const malformed = { kind: 'malformed', operation: 'fetch', status: 2 } as const;
    expect(writeItemOperationsRequest({ operations: [malformed] }).children).toEqual([]);
  });
});
