import { describe, expect, it } from 'vitest';
import { collection, syncOf, until, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { useDatabase } from '@/scripts/testing/database';
import { deliverByDovecot } from './testing/deliver-by-dovecot';

const token = 'a-token-of-the-hook-with-many-letters';
const { url } = await useDatabase();
const folderIdOf = (_mailbox: string, folder: string) => (folder === 'INBOX' ? 'inbox' : null);
const mailboxOf = (user: string) => (user.includes('@') ? user.toLowerCase() : null);
const engine = await useEngine(url, { hook: { token, folderIdOf, mailboxOf } });
/** Another front end on the same database, which hears of the hook only through it. */
const other = await useEngine(url);

const announce = (body: unknown, { headers = {}, method = 'POST' }: RequestInit = {}) =>
  fetch(`${engine.url}/engine/changed`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(headers as Record<string, string>) },
    ...(method !== 'GET' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }).then(({ status }) => status);

/** A phone that has all of its Inbox and waits for more. */
async function waiting({ phone: make, engine: { held } } = engine): Promise<{
  phone: EasClient;
  answer: Promise<number | undefined>;
}> {
  const phone = make();
  await phone.folderSync('0');
  await phone.sync(syncOf(collection('0')));
  await phone.sync(syncOf(collection('1')));
  const before = held.count;
  const answer = phone
    .ping({ heartbeatSeconds: 900, folders: [{ id: 'inbox' }] })
    .then(({ response }) => response?.status);
  await until(async () => held.count > before);
  return { phone, answer };
}

describe('what a mail server announces', () => {
  it.each([
    ['by name alone', (user: string) => ({ user })],
    ['with folder and event', (user: string) => ({ user, folder: 'INBOX', event: 'MessageNew' })],
    [
      'as Dovecot does',
      (user: string) => ({
        user,
        event: 'messageNew',
        folder: 'INBOX',
        'imap-uidvalidity': 1795510542,
        'imap-uid': 2,
        from: 'a@example.com',
        subject: 'hi',
        snippet: 'hello',
        unseen: 2,
      }),
    ],
  ])('wakes the phones of the mailbox, %s', async (_how, body) => {
    const { phone, answer } = await waiting();
    if (Object.keys(body('')).length === 1) {
      // Without a folder it is looked up what is new: something has to be.
      const mailbox = await engine.backend.mailbox(phone.user);
      mailbox.setRead('inbox', 1, false);
    }
    expect(await announce(body(phone.user.toUpperCase()))).toBe(204);
    expect(await answer).toBe(2);
  });

  it('wakes phones at every front end', async () => {
    const { phone, answer } = await waiting(other);
    expect(await announce({ user: phone.user, folder: 'INBOX' })).toBe(204);
    expect(await answer).toBe(2);
  });

  it('is taken from a real Dovecot', async () => {
    const { phone, answer } = await waiting();
    const hookUrl = `http://dovecot:${token}@127.0.0.1:${engine.port}/engine/changed`;
    await deliverByDovecot({
      user: phone.user,
      hookUrl,
      message: 'From: a@example.com\r\nSubject: hi\r\n\r\nhello\r\n',
    });
    expect(await answer).toBe(2);
  });

  it('wakes nobody for whom it is no news: not another mailbox, not a phone that has it all', async () => {
    const { phone, answer } = await waiting();
    expect(await announce({ user: engine.phone().user, folder: 'INBOX' })).toBe(204);
    expect(await announce({ user: phone.user, event: 'messageNew', folder: 'Elsewhere' })).toBe(204);
    const control = await waiting();
    expect(await announce({ user: control.phone.user, folder: 'INBOX' })).toBe(204);
    expect(await control.answer).toBe(2);
    expect(engine.engine.held.isWatched(phone.user)).toBe(true);
    await announce({ user: phone.user, folder: 'INBOX' });
    await answer;
  });

  it.each([
    ['no token', {}, 401],
    ['another token', { authorization: `Bearer ${token}x` }, 401],
    ['another password', { authorization: `Basic ${Buffer.from('dovecot:x').toString('base64')}` }, 401],
  ])('is refused with %s', async (_what, headers, status) => {
    expect(await announce({ user: 'anna@example.com' }, { headers: { authorization: '', ...headers } })).toBe(status);
  });

  it.each([
    ['no JSON', '{', 400],
    ['no user', {}, 422],
    ['a user who can have no mailbox', { user: 'anna' }, 422],
    ['a user that no database takes', { user: 'anna\0@example.com' }, 422],
    ['a folder of another kind', { user: 'anna@example.com', folder: 5 }, 422],
    ['too much', `{"user":"${'x'.repeat(70_000)}"}`, 413],
  ])('is refused if it is %s', async (_what, body, status) => expect(await announce(body)).toBe(status));

  it('comes by POST or PUT', async () => {
    expect(await announce({ user: 'anna@example.com' }, { method: 'PUT' })).toBe(204);
    expect(await announce('', { method: 'GET' })).toBe(405);
  });

  it('has no address without a token', async () => {
    expect((await fetch(`${other.url}/engine/changed`, { method: 'POST' })).status).toBe(404);
  });
});
