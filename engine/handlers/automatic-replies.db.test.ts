import { afterEach, expect, it } from 'vitest';
import { type AutoReplyRefusalCode, AutoReplyRefused } from '@/engine/backends/auto-reply';
import { BackendUnavailable } from '@/engine/backends/contract';
import { useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import type { OofBodyType, OofMessage, OofSettings } from '@/lib/protocol/eas/oof';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

const { findAutoReply, setAutoReply } = engine.backend;
afterEach(() => void Object.assign(engine.backend, { findAutoReply, setAutoReply }));

async function get(phone: EasClient, bodyType: OofBodyType = 'TEXT') {
  const { response } = await phone.settings([{ property: 'Oof', action: 'get', bodyType }]);
  return response?.answers[0];
}

async function set(phone: EasClient, oof: OofSettings) {
  const { response } = await phone.settings([{ property: 'Oof', action: 'set', oof }]);
  expect(response?.status).toBe(1);
  return response?.answers[0]?.status;
}

const message = (audience: OofMessage['audience'], text?: string, isEnabled = true): OofMessage =>
  text === undefined ? { audience, isEnabled } : { audience, isEnabled, replyMessage: text, bodyType: 'TEXT' };

const everybody = (inside: string, outside: string): OofMessage[] => [
  message('internal', inside),
  message('external-known', outside),
  message('external-unknown', outside),
];

it('are off at first, told as they were set, and each in the form that is asked for', async () => {
  const phone = engine.phone();
  const untouched = { state: 0, messages: [{ isEnabled: false }, { isEnabled: false }, { isEnabled: false }] };
  expect(await get(phone)).toMatchObject({ status: 1, oof: untouched });
  const times = { startTime: '2026-07-01T08:00:00.000Z', endTime: '2026-07-15T17:30:00.000Z' };
  const oof: OofSettings = { state: 2, ...times, messages: everybody('Back soon <3', 'On leave') };
  expect(await set(phone, oof)).toBe(1);
  expect((await get(phone))?.oof).toEqual(oof);
  const html = await get(phone, 'HTML');
  expect(html?.oof?.messages[0]).toMatchObject({ bodyType: 'HTML', replyMessage: expect.stringContaining('&lt;3') });
  const bold: OofMessage = { audience: 'internal', isEnabled: true, replyMessage: '<b>Later</b>', bodyType: 'HTML' };
  expect(await set(phone, { state: 1, ...times, messages: [bold] })).toBe(1);
  const [changed, ...others] = (await get(phone))?.oof?.messages ?? [];
  expect(changed).toEqual(message('internal', 'Later'));
  expect(others).toEqual(oof.messages.slice(1));
  expect((await get(phone))?.oof).toMatchObject({ state: 1, startTime: undefined, endTime: undefined });
});

it('really answer mail, and stay ready while they are off', async () => {
  const [away, sender] = [engine.phone(), engine.phone()];
  const answers = async () => {
    const account = await engine.backend.authenticate({ username: sender.user, password: 'demo' });
    if (!account) throw new Error('refused');
    const listing = await engine.backend.listMessages({ account, folderId: 'inbox' });
    const uids = listing?.messages.map(({ uid }) => uid) ?? [];
    const heads = await engine.backend.fetchHeads({ account, folderId: 'inbox', uids });
    return heads.filter(({ headers }) => headers['auto-submitted'] !== undefined).length;
  };
  const mime = Buffer.from(`From: ${sender.user}\r\nTo: ${away.user}\r\nSubject: news\r\n\r\nhi\r\n`);
  const send = (clientId: string) => sender.sendMail({ clientId, mime, saveInSentItems: false });
  expect(await set(away, { state: 0, messages: everybody('Back soon', 'On leave') })).toBe(1);
  await send('one');
  expect(await answers()).toBe(0);
  expect(await set(away, { state: 1, messages: [] })).toBe(1);
  await send('two');
  await send('three');
  expect(await answers()).toBe(1);
  expect((await get(away))?.oof).toMatchObject({ state: 1, messages: everybody('Back soon', 'On leave') });
});

it('keep the text that is there if a message has none', async () => {
  const phone = engine.phone();
  await set(phone, { state: 1, messages: everybody('Back soon', 'On leave') });
  expect(await set(phone, { state: 1, messages: [{ audience: 'internal', isEnabled: false }] })).toBe(1);
  expect((await get(phone))?.oof?.messages).toEqual([
    message('internal', 'Back soon', false),
    ...everybody('', 'On leave').slice(1),
  ]);
});

it.each<[string, OofMessage[], number]>([
  ['for strangers alone reach everybody outside', [message('external-unknown', 'On leave')], 1],
  [
    'for nobody outside are no conflict',
    [message('external-known', 'a', false), message('external-unknown', 'b', false)],
    1,
  ],
  ['for acquaintances alone are Status 6', [message('external-known', 'On leave')], 6],
  [
    'for acquaintances but not for strangers are Status 6',
    [message('external-known', 'a'), message('external-unknown', 'a', false)],
    6,
  ],
  [
    'in two texts for people outside are Status 6',
    [message('external-known', 'a'), message('external-unknown', 'b')],
    6,
  ],
  ['for the same people twice are Status 6', [message('internal', 'a'), message('internal', 'b')], 6],
])('%s', async (_what, messages, status) => {
  const phone = engine.phone();
  expect(await set(phone, { state: 1, messages })).toBe(status);
  expect((await get(phone))?.oof?.state).toBe(status === 1 ? 1 : 0);
});

it('for acquaintances change what everybody outside gets already', async () => {
  const phone = engine.phone();
  await set(phone, { state: 1, messages: everybody('Back soon', 'On leave') });
  expect(await set(phone, { state: 1, messages: [message('external-known', 'Away')] })).toBe(1);
  expect((await get(phone))?.oof?.messages).toEqual(everybody('Back soon', 'Away'));
});

it('are off, and refused with Status 3, where the mail system has none', async () => {
  const phone = engine.phone();
  Object.assign(engine.backend, { findAutoReply: async () => null });
  expect(await get(phone)).toMatchObject({ status: 1, oof: { state: 0 } });
  expect(await set(phone, { state: 1, messages: [] })).toBe(3);
});

it.each<[AutoReplyRefusalCode, number]>([
  ['own_rules', 3],
  ['unsupported', 3],
  ['size', 5],
])('that the mail system refuses by %s are Status %i', async (code, status) => {
  engine.backend.setAutoReply = async () => {
    throw new AutoReplyRefused(code);
  };
  expect(await set(engine.phone(), { state: 1, messages: [] })).toBe(status);
});

it('are Status 4 while the mail system cannot be asked, and nothing else is affected', async () => {
  engine.backend.findAutoReply = async () => {
    throw new BackendUnavailable('gone');
  };
  const { response } = await engine.phone().settings([
    { property: 'Oof', action: 'get', bodyType: 'TEXT' },
    { property: 'UserInformation', action: 'get' },
  ]);
  expect(response).toMatchObject({ status: 1, answers: [{ status: 4 }, { status: 1 }] });
  expect(await set(engine.phone(), { state: 1, messages: [] })).toBe(4);
});
