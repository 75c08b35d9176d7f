import { describe, expect, it } from 'vitest';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import type { MarkChange } from '@/engine/backends/contract';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);
const UID = 24;

async function connect(config = {}) {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  await phone.sync(syncOf(collection('0')));
  await phone.sync(syncOf(collection('1')));
  const mailbox = await engine.backend.mailbox(phone.user);
  let key = '2';
  const ask = async (changes?: EasElement[]) => {
    const change = changes && ({ kind: 'change', serverId: `inbox:${UID}`, properties: changes } as const);
    const { response } = await phone.sync(syncOf(collection(key, { changes: change ? [change] : [] })));
    const answered = response?.collections[0];
    key = answered?.syncKey ?? key;
    return answered;
  };
  const state = () => mailbox.list('inbox', undefined)?.messages.find(({ uid }) => uid === UID);
  return { phone, mailbox, ask, state };
}

const categories = (...names: string[]) =>
  el(
    'Email',
    'Categories',
    names.map((name) => el('Email', 'Category', name)),
  );

describe('of a mail that another program has marked', () => {
  it.each([
    [{ isRead: true }, ['Read']],
    [{ isFlagged: true }, ['Flag']],
    [{ addKeywords: ['Blue'] }, ['Categories']],
    [{ isAnswered: true }, ['LastVerbExecuted']],
    [{ isRead: true, isFlagged: true }, ['Read', 'Flag']],
    [{ isRead: true, addKeywords: ['Blue'] }, ['Read', 'Categories']],
    [{ isFlagged: true, addKeywords: ['Blue'] }, ['Flag', 'Categories']],
    [{ isRead: true, isFlagged: true, addKeywords: ['Blue'] }, ['Read', 'Flag', 'Categories']],
  ] satisfies [MarkChange, string[]][])(
    'the phone is told what has changed and nothing else: %j',
    async (change, names) => {
      const { mailbox, ask } = await connect();
      mailbox.mark('inbox', [UID], change);
      const [told, ...more] = (await ask())?.changes ?? [];
      expect(more).toEqual([]);
      expect(told).toMatchObject({ kind: 'change', serverId: `inbox:${UID}` });
      expect(told && 'properties' in told && told.properties.map(({ name }) => name)).toEqual(names);
      expect(await ask()).toBeUndefined();
    },
  );

  it('the phone is told what is not set any more', async () => {
    const { mailbox, ask } = await connect();
    mailbox.mark('inbox', [UID], { isFlagged: true, addKeywords: ['Blue'] });
    await ask();
    mailbox.mark('inbox', [UID], { isFlagged: false, removeKeywords: ['Blue'] });
    const [told] = (await ask())?.changes ?? [];
    expect(told).toMatchObject({ properties: [el('Email', 'Flag'), el('Email', 'Categories')] });
  });
});

describe('a phone that changes one mark', () => {
  it('leaves the others as they are', async () => {
    const { ask, state } = await connect();
    await ask([el('Email', 'Flag', [el('Email', 'Status', 2)]), categories('Blue', 'Green')]);
    await ask([el('Email', 'Read', true)]);
    expect(state()).toMatchObject({ isRead: true, isFlagged: true, keywords: ['Blue', 'Green'] });
    await ask([categories('Green')]);
    expect(state()).toMatchObject({ isRead: true, isFlagged: true, keywords: ['Green'] });
    await ask([categories()]);
    expect(state()).toMatchObject({ isRead: true, isFlagged: true, keywords: [] });
    await ask([el('Email', 'Flag')]);
    expect(state()).toMatchObject({ isRead: true, isFlagged: false });
  });

  it('may say everything about a flag', async () => {
    const { ask, state } = await connect();
    const start = '2026-03-04T00:00:00.000Z';
    const due = '2026-03-06T00:00:00.000Z';
    const status = (value: number) => el('Email', 'Status', value);
    const active = [
      el('Email', 'FlagType', 'Flag for follow up'),
      el('Tasks', 'StartDate', start),
      el('Tasks', 'UtcStartDate', start),
      el('Tasks', 'DueDate', due),
      el('Tasks', 'UtcDueDate', due),
      el('Tasks', 'ReminderSet', true),
      el('Tasks', 'ReminderTime', due),
      el('Tasks', 'OrdinalDate', start),
      el('Tasks', 'SubOrdinalDate', '5'),
    ];
    expect(await ask([el('Email', 'Flag', [status(2), ...active])])).toMatchObject({ status: 1, responses: [] });
    expect(state()).toMatchObject({ isFlagged: true });
    const done = [el('Email', 'CompleteTime', due), el('Tasks', 'DateCompleted', due)];
    expect(await ask([el('Email', 'Flag', [status(1), ...done])])).toMatchObject({ status: 1, responses: [] });
    expect(state()).toMatchObject({ isFlagged: false, keywords: ['$FollowUpDone'] });
    expect(await ask([el('Email', 'Flag', [status(0)])])).toMatchObject({ status: 1, responses: [] });
    expect(state()).toMatchObject({ isFlagged: false, keywords: [] });
  });

  it.each([
    ['that is neither on nor off', el('Email', 'Read', 'maybe')],
    ['in a way that is unknown', el('Email', 'Flag', [el('Email', 'Status', 3)])],
    ['and says who sent the mail', el('Email2', 'Sender', 'me@example.com')],
    ['and says that it was a blind copy', el('Email2', 'ReceivedAsBcc', true)],
    ['and says which conversation it belongs to', el('Email2', 'ConversationId', Buffer.alloc(16, 1))],
    ['and says who called', el('Email2', 'UmCallerID', '+49 30 1')],
    ['and has notes about a call', el('Email2', 'UmUserNotes', 'called back')],
  ])('%s is answered with Status 6, and changes nothing', async (_what, property) => {
    const { ask, state } = await connect();
    const before = state();
    expect((await ask([property]))?.responses).toMatchObject([{ kind: 'change', status: 6 }]);
    expect(state()).toEqual(before);
  });
});
