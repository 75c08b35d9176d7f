import { describe, expect, it } from 'vitest';
import {
  type RequestedCollection,
  readSyncRequest,
  type SyncRequest,
  wantsChanges,
  writeSyncRequest,
} from '@/lib/protocol/eas/sync-request';
import { readSyncResponse, writeSyncResponse } from '@/lib/protocol/eas/sync-response';
import { readAttachmentReferences, writeAttachmentReferences } from '@/lib/protocol/eas/attachment-changes';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { type EasElement, el, text } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const collection = (more: Partial<RequestedCollection>): RequestedCollection => ({
  syncKey: '1',
  collectionId: '5',
  deletesAsMoves: true,
  changes: [],
  ...more,
});

const sync = (...children: EasElement[]) =>
  el('AirSync', 'Sync', [
    el('AirSync', 'Collections', [
      el('AirSync', 'Collection', [el('AirSync', 'SyncKey', '1'), el('AirSync', 'CollectionId', '5'), ...children]),
    ]),
  ]);

describe('requests', () => {
  it.each([
    ['sync-initial-request', { collections: [collection({ syncKey: '0' })], isPartial: false }],
    [
      'sync-heartbeat-request',
      { collections: [collection({ syncKey: '102' })], hold: { unit: 'seconds', value: 1680 }, isPartial: false },
    ],
    [
      'sync-partial-wait-request',
      { collections: [], hold: { unit: 'minutes', value: 28 }, windowSize: 512, isPartial: true },
    ],
  ] satisfies [string, SyncRequest][])('%s is read, and written by our client alike', (name, request) => {
    expect(readSyncRequest(vector(name))).toEqual(request);
    expect(writeSyncRequest(request, '14.1')).toEqual(vector(name));
  });

  it('carry options, which are read whole', () => {
    const request = readSyncRequest(vector('sync-getchanges-request'));
    expect(request.collections).toEqual([
      collection({
        syncKey: '100',
        getChanges: true,
        windowSize: 50,
        options: [
          {
            filterType: 3,
            mimeSupport: 0,
            bodyPreferences: [
              { type: 2, truncationBytes: 200_000, allOrNone: false },
              { type: 1, truncationBytes: 512, allOrNone: true, preview: 255 },
            ],
            bodyPartPreferences: [],
          },
        ],
      }),
    ]);
    expect(readSyncRequest(writeSyncRequest(request, '14.1'))).toEqual(request);
  });

  it('carry changes of the client in their order', () => {
    const request = readSyncRequest(vector('sync-client-changes-request'));
    expect(request.collections[0]?.changes).toMatchObject([
      { kind: 'change', serverId: '5:77', isSend: false, properties: [{ name: 'Read', text: '1' }, { name: 'Flag' }] },
      { kind: 'delete', serverId: '5:70' },
      { kind: 'fetch', serverId: '5:71' },
    ]);
    expect(readSyncRequest(writeSyncRequest(request, '14.1'))).toEqual(request);
  });

  it('carry new items', () => {
    const request = readSyncRequest(vector('calendar-event-161-add'));
    expect(request.collections[0]?.changes).toMatchObject([{ kind: 'add', clientId: 'k1' }]);
    expect(writeSyncRequest(request, '16.1')).toEqual(vector('calendar-event-161-add'));
  });

  it('name the class of a collection up to 12.1 only, as its first child', () => {
    const request = { collections: [collection({ class: 'Email' })], isPartial: false };
    const first = (version: '12.1' | '14.0') =>
      writeSyncRequest(request, version).children[0]?.children[0]?.children[0]?.name;
    expect([first('12.1'), first('14.0')]).toEqual(['Class', 'SyncKey']);
  });

  it('tell no list of supported properties from an empty one', () => {
    const supported = (element: EasElement) => readSyncRequest(element).collections[0]?.supported;
    expect([supported(sync()), supported(sync(el('AirSync', 'Supported')))]).toEqual([undefined, []]);
  });

  it.each([
    ['key 0', { syncKey: '0' }, false],
    ['a key', {}, true],
    ['a key and GetChanges 0', { getChanges: false }, false],
    ['a key and GetChanges 1', { getChanges: true }, true],
  ])('want changes or not: %s', (_what, more, wanted) => expect(wantsChanges(collection(more))).toBe(wanted));

  const options = (...children: EasElement[]) => el('AirSync', 'Options', children);
  const tooMany = el(
    'AirSync',
    'Commands',
    Array.from({ length: 201 }, () => el('AirSync', 'Delete', [el('AirSync', 'ServerId', 'x')])),
  );

  it.each([
    ['nothing at all', el('AirSync', 'Sync'), 'missing_element'],
    ['Partial and nothing else', el('AirSync', 'Sync', [el('AirSync', 'Partial')]), 'missing_element'],
    [
      'both forms of an interval',
      el('AirSync', 'Sync', [...sync().children, el('AirSync', 'Wait', 5), el('AirSync', 'HeartbeatInterval', 300)]),
      'conflicting_elements',
    ],
    [
      'no key',
      el('AirSync', 'Sync', [
        el('AirSync', 'Collections', [el('AirSync', 'Collection', [el('AirSync', 'CollectionId', '5')])]),
      ]),
      'missing_element',
    ],
    [
      'no collection id',
      el('AirSync', 'Sync', [
        el('AirSync', 'Collections', [el('AirSync', 'Collection', [el('AirSync', 'SyncKey', '5')])]),
      ]),
      'missing_element',
    ],
    ['a filter that is none', sync(options(el('AirSync', 'FilterType', 9))), 'out_of_range'],
    ['two blocks of options for one class', sync(options(), options()), 'repeated_element'],
    [
      'options for mail and for the calendar at once',
      sync(options(el('AirSync', 'Class', 'Email')), options(el('AirSync', 'Class', 'Calendar'))),
      'conflicting_elements',
    ],
    ['a body preference without type', sync(options(el('AirSyncBase', 'BodyPreference'))), 'missing_element'],
    ['more than 200 changes', sync(tooMany), 'out_of_range'],
    ['a change without server id', sync(el('AirSync', 'Commands', [el('AirSync', 'Change')])), 'missing_element'],
    [
      'a server id that is too long',
      sync(el('AirSync', 'Commands', [el('AirSync', 'Fetch', [el('AirSync', 'ServerId', 'x'.repeat(65))])])),
      'value_too_long',
    ],
  ])('are refused with Status 4 for %s', (_what, element, code) => {
    expect(() => readSyncRequest(element)).toThrow(
      expect.objectContaining({ name: 'EasFormatError', code, status: 4 }),
    );
  });

  it('carry every option of a class', () => {
    const all = {
      class: 'Email',
      filterType: 5,
      bodyPreferences: [{ type: 4, allOrNone: false }],
      bodyPartPreferences: [{ type: 2, truncationBytes: 1024, allOrNone: true, preview: 100 }],
      conflict: 0,
      mimeSupport: 2,
      mimeTruncation: 8,
      maxItems: 100,
      supportsRightsManagement: true,
    } as const;
    const request = { collections: [collection({ conversationMode: true, options: [all] })], isPartial: false };
    expect(readSyncRequest(inDisorder(overTheWire(writeSyncRequest(request, '14.1'))))).toEqual(request);
  });

  it.each([
    ['MIMESupport 3', el('AirSync', 'MIMESupport', 3)],
    ['MIMETruncation 9', el('AirSync', 'MIMETruncation', 9)],
    ['Conflict 2', el('AirSync', 'Conflict', 2)],
    [
      'a preview of 256',
      el('AirSyncBase', 'BodyPreference', [el('AirSyncBase', 'Type', 1), el('AirSyncBase', 'Preview', 256)]),
    ],
  ])('are refused with Status 4 for the option %s', (_what, option) => {
    expect(() => readSyncRequest(sync(options(option)))).toThrow(
      expect.objectContaining({ name: 'EasFormatError', code: 'out_of_range', status: 4 }),
    );
  });

  it('carry what 16.x adds: drafts to be sent, and changes of one occurrence', () => {
    const properties = [el('Email', 'Subject', 'x')];
    const changes = [
      { kind: 'add', clientId: 'k1', isSend: true, properties },
      { kind: 'add', clientId: 'k2', isSend: false, properties },
      { kind: 'change', serverId: '3:1', isSend: true, properties: [] },
      { kind: 'change', serverId: '3:2', isSend: true, properties },
      { kind: 'change', serverId: '1:7', instanceId: '20260408T181600Z', isSend: false, properties },
      { kind: 'delete', serverId: '1:7', instanceId: '20260415T181600Z' },
    ] as const;
    const request = { collections: [collection({ changes })], isPartial: false };
    expect(readSyncRequest(overTheWire(writeSyncRequest(request, '16.1')))).toEqual(request);
  });

  it('send a draft also if a client says so among its properties', () => {
    const add = el('AirSync', 'Add', [
      el('AirSync', 'ClientId', 'k1'),
      el('AirSync', 'ApplicationData', [el('Email2', 'Send'), el('Email', 'Subject', 'x')]),
    ]);
    const changes = readSyncRequest(sync(el('AirSync', 'Commands', [add]))).collections[0]?.changes;
    expect(changes).toEqual([{ kind: 'add', clientId: 'k1', isSend: true, properties: [el('Email', 'Subject', 'x')] }]);
  });

  it('send a draft as it is without saying anything of it', () => {
    const changes = [{ kind: 'change', serverId: '3:1', isSend: true, properties: [] }] as const;
    const element = writeSyncRequest({ collections: [collection({ changes })], isPartial: false }, '16.1');
    expect(JSON.stringify(element)).not.toContain('ApplicationData');
  });

  it('may not get changes before there is a key', () => {
    const first = (getChanges?: string | boolean) =>
      el('AirSync', 'Sync', [
        el('AirSync', 'Collections', [
          el('AirSync', 'Collection', [
            el('AirSync', 'SyncKey', '0'),
            el('AirSync', 'CollectionId', '5'),
            getChanges !== undefined && el('AirSync', 'GetChanges', getChanges),
          ]),
        ]),
      ]);
    for (const wish of [true, '']) {
      const error = expect.objectContaining({ element: 'GetChanges', status: 4 });
      expect(() => readSyncRequest(first(wish))).toThrow(error);
    }
    for (const none of [false, undefined]) expect(readSyncRequest(first(none)).collections).toHaveLength(1);
  });

  it('may have a list of changes with nothing in it', () => {
    expect(readSyncRequest(sync(el('AirSync', 'Commands'))).collections[0]?.changes).toEqual([]);
  });

  it('may have one block of options for mail and one for messages', () => {
    const element = sync(options(), options(el('AirSync', 'Class', 'SMS')));
    expect(readSyncRequest(element).collections[0]?.options).toHaveLength(2);
  });
});

describe('answers', () => {
  it.each([
    'sync-initial-response',
    'sync-responses',
    'sync-status14-limit-response',
    'sync-status-140',
    'contact-add',
  ])('%s is read by our client and written alike', (name) =>
    expect(writeSyncResponse(readSyncResponse(vector(name)), '14.1')).toEqual(vector(name)),
  );

  it('come back as they were meant, in whatever order another server wrote them', () => {
    const response = readSyncResponse(vector('sync-mail-add-response'));
    expect(readSyncResponse(writeSyncResponse(response, '14.1'))).toEqual(response);
  });

  it('are read with what they add and answer', () => {
    expect(readSyncResponse(vector('sync-mail-add-response'))).toMatchObject({
      collections: [
        {
          syncKey: '101',
          collectionId: '5',
          status: 1,
          isMoreAvailable: true,
          changes: [{ kind: 'add', serverId: '5:77' }],
        },
      ],
    });
    expect(readSyncResponse(vector('sync-responses'))).toMatchObject({
      collections: [
        {
          responses: [
            { kind: 'add', clientId: 'new-1', serverId: '2:9', status: 1 },
            { kind: 'change', serverId: '2:3', status: 7 },
          ],
        },
      ],
    });
  });

  it('leave out what is empty, since some clients choke on it', () => {
    const element = writeSyncResponse(
      { collections: [{ syncKey: '2', collectionId: '5', status: 1, changes: [], responses: [] }] },
      '14.1',
    );
    expect(element.children[0]?.children[0]?.children.map(({ name }) => name)).toEqual([
      'SyncKey',
      'CollectionId',
      'Status',
    ]);
    expect(writeSyncResponse({ collections: [] }, '14.1').children).toEqual([]);
  });

  it('name the class of a collection up to 12.1 only', () => {
    const write = (version: '12.1' | '14.0') =>
      writeSyncResponse({ collections: [{ class: 'Email', syncKey: '2', collectionId: '5', status: 1 }] }, version)
        .children[0]?.children[0];
    const [old, current] = [write('12.1'), write('14.0')];
    expect([old && text(old, 'Class'), current && text(current, 'Class')]).toEqual(['Email', undefined]);
  });

  it('tell what the server made of a change, from 16.0 on', () => {
    const references = writeAttachmentReferences([{ clientId: 'a1', fileReference: '3:9:0' }]);
    const responses = [
      { kind: 'add', clientId: 'k1', serverId: '3:9', status: 1, properties: [references] },
      { kind: 'change', serverId: '3:1', status: 1, properties: [references] },
      { kind: 'change', serverId: '1:7', instanceId: '20260408T181600Z', status: 8 },
      { kind: 'delete', serverId: '1:7', instanceId: '20260415T181600Z', status: 8 },
      { kind: 'fetch', serverId: '3:1', status: 1, properties: [el('Email', 'Subject', 'x')] },
    ] as const;
    const response = { collections: [{ syncKey: '2', collectionId: '3', status: 1, responses }] };
    const read = readSyncResponse(overTheWire(writeSyncResponse(response, '16.1'))).collections[0]?.responses;
    expect(read).toEqual(responses);
    expect(read?.map(({ properties = [] }) => readAttachmentReferences(properties).length)).toEqual([1, 1, 0, 0, 0]);
  });

  it('can fail as a whole, with the nearest value that would do', () => {
    const response = { status: 14, limit: 59, collections: [] };
    expect(readSyncResponse(overTheWire(writeSyncResponse(response, '16.1')))).toEqual(response);
  });

  it('tell deleted items from those that left the window of time', () => {
    const changes = [
      { kind: 'delete', serverId: '1' },
      { kind: 'softDelete', serverId: '2' },
      { kind: 'change', serverId: '3', properties: [] },
    ] as const;
    const element = writeSyncResponse(
      { collections: [{ syncKey: '2', collectionId: '5', status: 1, changes }] },
      '16.1',
    );
    expect(readSyncResponse(element).collections[0]?.changes).toEqual(changes);
  });
});
