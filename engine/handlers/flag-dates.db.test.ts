import { describe, expect, it } from 'vitest';
import { FolderProblem } from '@/engine/backends/contract';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import { flagDetailsOf } from '@/engine/content/flag-details';
import { keepMailFlag } from '@/engine/sync-state/mail-flags';
import type { EasClient } from '@/engine/testing/eas-client';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });
const UID = 24;
const START = '2026-03-04T00:00:00.000Z';
const DUE = '2026-03-06T00:00:00.000Z';

const dates = [
  el('Tasks', 'StartDate', START),
  el('Tasks', 'DueDate', DUE),
  el('Tasks', 'ReminderTime', DUE),
  el('Tasks', 'ReminderSet', true),
];
const flag = (...children: EasElement[]) => el('Email', 'Flag', children);
const active = (...children: EasElement[]) => flag(el('Email', 'Status', 2), ...children);
const shown = active(el('Email', 'FlagType', 'Flag for follow up'), ...dates);

const change = (serverId: string, property: EasElement) =>
  ({ kind: 'change', serverId, properties: [property], isSend: false }) as const;

/** A phone of this mailbox that has all of its Inbox. */
async function connect(config = {}) {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  await phone.sync(syncOf(collection('0')));
  await phone.sync(syncOf(collection('1')));
  let key = '2';
  const ask = async (property?: EasElement) => {
    const changes = property ? [change(`inbox:${UID}`, property)] : [];
    const answered = (await phone.sync(syncOf(collection(key, { changes })))).response?.collections[0];
    key = answered?.syncKey ?? key;
    return answered;
  };
  return { phone, ask, mailbox: await engine.backend.mailbox(phone.user) };
}

/** The flag as a phone gets it that begins anew. */
async function resynced(phone: EasClient): Promise<EasElement | undefined> {
  const primed = (await phone.sync(syncOf(collection('0')))).response?.collections[0]?.syncKey ?? '';
  const all = (await phone.sync(syncOf(collection(primed)))).response?.collections[0]?.changes ?? [];
  const mail = all.find(({ serverId }) => serverId === `inbox:${UID}`);
  return mail && 'properties' in mail ? mail.properties.find(({ name }) => name === 'Flag') : undefined;
}

const rows = (mailbox: string) => db.mailFlag.count({ where: { mailbox } });

describe('dates and reminder of a flag', () => {
  it('are on the other phone, and there again after a resync', async () => {
    const { phone, ask } = await connect();
    const other = await connect({ user: phone.user });
    expect(await ask(active(...dates))).toMatchObject({ status: 1, responses: [] });
    const [told] = (await other.ask())?.changes ?? [];
    expect(told).toMatchObject({ kind: 'change', properties: [shown] });
    expect(await resynced(phone)).toEqual(shown);
  });

  it('are replaced by what a phone says next', async () => {
    const { phone, ask } = await connect();
    await ask(active(...dates));
    await ask(active(el('Tasks', 'DueDate', START)));
    expect(await resynced(phone)).toEqual(
      active(el('Email', 'FlagType', 'Flag for follow up'), el('Tasks', 'DueDate', START)),
    );
  });

  it('say when it was done, once it is', async () => {
    const { phone, ask } = await connect();
    const done = [el('Tasks', 'DateCompleted', DUE), el('Email', 'CompleteTime', DUE)];
    await ask(flag(el('Email', 'Status', 1), ...done));
    expect(await resynced(phone)).toEqual(flag(el('Email', 'Status', 1), ...done));
  });

  it.each([
    ['by a phone', async ({ ask }: Awaited<ReturnType<typeof connect>>) => void (await ask(flag()))],
    [
      'by another mail program',
      async ({ ask, mailbox }: Awaited<ReturnType<typeof connect>>) => {
        mailbox.mark('inbox', [UID], { isFlagged: false });
        await ask();
      },
    ],
    [
      'with the mail',
      async ({ ask, mailbox }: Awaited<ReturnType<typeof connect>>) => {
        mailbox.remove('inbox', [UID]);
        await ask();
      },
    ],
  ])('are forgotten when it is cleared %s', async (_how, clear) => {
    const connected = await connect();
    await connected.ask(active(...dates));
    expect(await rows(connected.phone.user)).toBe(1);
    await clear(connected);
    expect(await rows(connected.phone.user)).toBe(0);
  });

  it.each(['mark', 'move', 'remove'] as const)('stay if the mail server refuses to %s', async (name) => {
    const { phone, ask } = await connect();
    await ask(active(...dates));
    const own = engine.backend[name].bind(engine.backend);
    Object.assign(engine.backend, { [name]: () => Promise.reject(new FolderProblem('refused')) });
    const [key, serverId] = ['3', `inbox:${UID}`];
    const changes = [name === 'mark' ? change(serverId, flag()) : ({ kind: 'delete', serverId } as const)];
    const asked = collection(key, { changes, deletesAsMoves: name === 'move' });
    const { response } = await phone.sync(syncOf(asked));
    Object.assign(engine.backend, { [name]: own });
    expect(response?.collections[0]?.responses).toMatchObject([{ serverId, status: 5 }]);
    expect(await resynced(phone)).toEqual(shown);
  });

  it('stay when a phone of 2.5, which is told of no flags, hears of another mark', async () => {
    const { phone, ask, mailbox } = await connect();
    const old = await connect({ user: phone.user, protocolVersion: '2.5' });
    await ask(active(...dates));
    expect((await old.ask())?.changes).toEqual([]);
    mailbox.mark('inbox', [UID], { isRead: true });
    const [told] = (await old.ask())?.changes ?? [];
    expect(told).toMatchObject({ kind: 'change', properties: [el('Email', 'Read', true)] });
    expect(await resynced(phone)).toEqual(shown);
  });

  it('are of no mail that has got the same uid since', async () => {
    const { phone, ask } = await connect();
    await ask(active());
    const place = { mailbox: phone.user, folderId: 'inbox' };
    await keepMailFlag(db, place, { uid: UID, validity: 'another', details: { DueDate: DUE } });
    expect(await resynced(phone)).toEqual(active(el('Email', 'FlagType', 'Flag for follow up')));
  });

  it('are kept of two thousand mails of a mailbox, those that were set last', async () => {
    const place = { mailbox: 'keen@example.com', folderId: 'inbox' };
    const old = new Date('2020-01-01T00:00:00Z');
    await db.mailFlag.createMany({
      data: Array.from({ length: 2000 }, (_each, index) => ({
        ...place,
        uid: BigInt(index + 1),
        validity: '1',
        details: {},
        updatedAt: new Date(old.getTime() + index),
      })),
    });
    await keepMailFlag(db, place, { uid: 5_000_000_000, validity: '1', details: { DueDate: DUE } });
    expect(await rows(place.mailbox)).toBe(2000);
    expect(await db.mailFlag.findFirst({ where: { ...place, uid: 1n } })).toBeNull();
  });
});

describe('what a client says of a flag', () => {
  it('is kept as far as it has a meaning, and is short', () => {
    const odd = [
      el('Tasks', 'StartDate', 'tomorrow'),
      el('Tasks', 'ReminderSet', 'maybe'),
      el('Tasks', 'SubOrdinalDate', 'x'.repeat(101)),
      el('Tasks', 'Importance', '2'),
      el('Tasks', 'UtcDueDate', DUE),
    ];
    expect(flagDetailsOf(active(...odd))).toEqual({ UtcDueDate: DUE });
    expect(flagDetailsOf(active())).toBeNull();
    expect(flagDetailsOf(flag(el('Email', 'Status', 0), ...dates))).toBeNull();
    expect(flagDetailsOf(flag(...dates))).toBeNull();
  });
});
