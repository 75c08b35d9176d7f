import { describe, expect, it } from 'vitest';
import { collection, fetchOf, syncOf, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import type { BodyPreference, BodyPreferences } from '@/lib/protocol/eas/body-preference';
import { child, type EasElement, el, text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

const html = '<html><body><p>Hello from the long way</p></body></html>';
const mail = [
  'From: Katrin <katrin@example.com>',
  'Subject: Zeppelin',
  'Message-ID: <body@example.com>',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  html,
].join('\r\n');
const SERVER_ID = 'inbox:25';

type Wish = Partial<BodyPreference>;
type Options = Partial<BodyPreferences> & { mimeSupport?: 0 | 1 | 2 };

const wishOf = ({ type = 2, allOrNone = false, ...rest }: Wish): BodyPreference => ({ type, allOrNone, ...rest });

async function connect(config = {}) {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  await engine.backend.deliver(phone.user, Buffer.from(mail));
  return phone;
}

/** The mail, as each command hands it out. */
const commands = {
  async Sync(phone: EasClient, wishes: Options) {
    const options = [{ bodyPreferences: [], bodyPartPreferences: [], ...wishes }];
    const primed = (await phone.sync(syncOf(collection('0')))).response?.collections[0]?.syncKey ?? '';
    const { response } = await phone.sync(syncOf(collection(primed, { windowSize: 1, options })));
    const [change] = response?.collections[0]?.changes ?? [];
    return change && 'properties' in change ? change.properties : [];
  },
  async ItemOperations(phone: EasClient, wishes: Options) {
    const operation = fetchOf({ by: 'item', collectionId: 'inbox', serverId: SERVER_ID }, wishes);
    const [answer] = (await phone.itemOperations({ operations: [operation] })).response?.answers ?? [];
    return answer?.kind === 'fetch' ? (answer.properties ?? []) : [];
  },
  async Search(phone: EasClient, wishes: Options) {
    const query = { classes: [], collectionIds: ['inbox'], freeText: 'Zeppelin' };
    const defaults = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };
    const options = { ...defaults, ...wishes };
    const { response } = await phone.search({ store: 'Mailbox', query, options });
    return response?.answer?.results[0]?.properties ?? [];
  },
} satisfies Record<string, (phone: EasClient, wishes: Options) => Promise<readonly EasElement[]>>;

const names = ['Sync', 'ItemOperations', 'Search'] as const;

const find = (properties: readonly EasElement[], name: string) => properties.find((each) => each.name === name);
const shown = (element: EasElement | undefined) =>
  element && {
    type: text(element, 'Type'),
    data: text(element, 'Data'),
    truncated: text(element, 'Truncated'),
    preview: text(element, 'Preview'),
  };

const whole = { type: '2', data: html, truncated: undefined, preview: undefined };
const cut = { ...whole, data: html.slice(0, 20), truncated: '1' };
const none = { ...whole, data: undefined, truncated: '1' };

// [MS-ASAIRS] 2.2.2.3 AllOrNone
const cases: [string, Wish, object][] = [
  ['whole or none, and it fits', { truncationBytes: 1000, allOrNone: true }, whole],
  ['whole or none, and it does not fit', { truncationBytes: 20, allOrNone: true }, none],
  ['cut at a size that it has not, said twice', { truncationBytes: 1000, allOrNone: false }, whole],
  ['cut at a size', { truncationBytes: 20 }, cut],
  ['cut at a size that it has not', { truncationBytes: 1000 }, whole],
  ['without a size', {}, whole],
  ['whole or none without a size', { allOrNone: true }, whole],
  ['with a preview', { truncationBytes: 20, preview: 5 }, { ...cut, preview: 'Hello' }],
];

describe.each(names)('of %s', (command) => {
  it.each(cases)('a body that is wanted %s', async (_how, wish, expected) => {
    const phone = await connect();
    const properties = await commands[command](phone, { bodyPreferences: [wishOf(wish)] });
    expect(shown(find(properties, 'Body'))).toEqual(expected);
    expect(find(properties, 'BodyPart')).toBeUndefined();
    const body = find(properties, 'Body');
    expect(body && Number(text(body, 'EstimatedDataSize'))).toBe(html.length);
    expect(body && child(body, 'Part', 'ItemOperations')).toBeUndefined();
  });

  it.each(cases)('a part of a conversation that is wanted %s', async (_how, wish, expected) => {
    const phone = await connect();
    const properties = await commands[command](phone, { bodyPartPreferences: [wishOf(wish)] });
    const part = find(properties, 'BodyPart');
    expect(shown(part)).toEqual(expected);
    expect(part && text(part, 'Status')).toBe('1');
    expect(part && Number(text(part, 'EstimatedDataSize'))).toBe(html.length);
  });

  it('a body in the form that is wanted, and in the next one if that does not fit', async () => {
    const phone = await connect();
    const ask = async (...bodies: Wish[]) => {
      const properties = await commands[command](phone, { bodyPreferences: bodies.map(wishOf) });
      const body = find(properties, 'Body');
      return [body && text(body, 'Type'), find(properties, 'NativeBodyType')?.text];
    };
    expect(await ask({ type: 2 })).toEqual(['2', '2']);
    expect(await ask({ type: 1 })).toEqual(['1', '2']);
    expect(await ask({ type: 2, truncationBytes: 20, allOrNone: true }, { type: 1 })).toEqual(['1', '2']);
    expect(await ask()).toEqual(['1', '2']);
  });

  it('the stored message', async () => {
    const phone = await connect();
    const properties = await commands[command](phone, { bodyPreferences: [wishOf({ type: 4 })], mimeSupport: 2 });
    expect(shown(find(properties, 'Body'))).toMatchObject({ type: '4', data: mail });
  });

  it('no part of a conversation for a phone of 14.0', async () => {
    const phone = await connect({ protocolVersion: '14.0' });
    const properties = await commands[command](phone, { bodyPartPreferences: [wishOf({})] });
    expect(find(properties, 'BodyPart')).toBeUndefined();
    expect(find(properties, 'Body')).toBeDefined();
  });
});

describe('a part of a conversation in another form than HTML', () => {
  const part = el('AirSyncBase', 'BodyPartPreference', [el('AirSyncBase', 'Type', 3)]);

  it('is Status 164 of Sync', async () => {
    const phone = await connect();
    const fields = [el('AirSync', 'SyncKey', '0'), el('AirSync', 'CollectionId', 'inbox')];
    const inbox = el('AirSync', 'Collection', [...fields, el('AirSync', 'Options', [part])]);
    const request = el('AirSync', 'Sync', [el('AirSync', 'Collections', [inbox])]);
    expect((await phone.raw('Sync', request)).element?.children).toMatchObject([{ name: 'Status', text: '164' }]);
  });

  it('is Status 164 of the Fetch in ItemOperations', async () => {
    const phone = await connect();
    const fetch = el('ItemOperations', 'Fetch', [
      el('ItemOperations', 'Store', 'Mailbox'),
      el('AirSync', 'CollectionId', 'inbox'),
      el('AirSync', 'ServerId', SERVER_ID),
      el('ItemOperations', 'Options', [part]),
    ]);
    const { element } = await phone.raw('ItemOperations', el('ItemOperations', 'ItemOperations', [fetch]));
    expect(element && text(element, 'Status')).toBe('1');
    const response = element && child(element, 'Response');
    const answer = response && child(response, 'Fetch');
    expect(answer && text(answer, 'Status')).toBe('164');
  });

  it('is Status 164 of the store in Search', async () => {
    const phone = await connect();
    const store = el('Search', 'Store', [
      el('Search', 'Name', 'Mailbox'),
      el('Search', 'Query', [el('Search', 'And', [el('Search', 'FreeText', 'Zeppelin')])]),
      el('Search', 'Options', [part]),
    ]);
    const { element } = await phone.raw('Search', el('Search', 'Search', [store]));
    const response = element && child(element, 'Response');
    const answer = response && child(response, 'Store');
    expect(answer && text(answer, 'Status')).toBe('164');
  });
});
