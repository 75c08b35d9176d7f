import { ImapFlow } from 'imapflow';
import { afterAll, expect, it } from 'vitest';
import { collection, order, syncOf, until, useEngine, followPolicy, givePolicy } from '@/engine/engine-under-test';
import { ImapBackend } from './imap-backend';
import { parseImapUrl } from './imap-url';
import { startDovecot } from './testing/dovecot';
import { folderIdFor } from '@/engine/backends/folder-id';
import { MailSender } from '@/engine/backends/smtp/mail-sender';
import { DatabaseFolderRegistry } from '@/engine/sync-state/folder-registry';
import { createLogger } from '@/lib/log/logger';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const dovecot = await startDovecot();
const imapUrl = `imap://127.0.0.1:${dovecot.port}?domain=example.com`;
const certificateAuthorities: string[] = [];
const log = createLogger({ name: 'test', level: 'silent' });
const backend = new ImapBackend({
  server: parseImapUrl(imapUrl),
  certificateAuthorities,
  sender: new MailSender({ server: null, certificateAuthorities, log }),
  registry: new DatabaseFolderRegistry(db, () => new Date()),
});
const engine = await useEngine(url, { backend, demo: null });
afterAll(() => dovecot.stop());

const inboxId = folderIdFor('INBOX');
const TEN_MINUTES_MS = 600_000;

async function deliver(user: string, subject: string): Promise<void> {
  const auth = { user, pass: 'tulip' };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false });
  await client.connect();
  await client.append('INBOX', `From: Bert <bert@example.com>\r\nSubject: ${subject}\r\n\r\nHello\r\n`);
  await client.logout();
}

it('a phone reads a real mail server: signs in, lists folders and mails, and is woken by a new one', async () => {
  const phone = engine.phone({ user: 'EXAMPLE\\anna', password: 'tulip' });
  await dovecot.setPassword('anna@example.com', 'tulip');
  await deliver('anna@example.com', 'first');

  const folders = await phone.folderSync('0');
  expect(folders.response?.changes?.added.map(({ displayName, type }) => [displayName, type])).toEqual(
    expect.arrayContaining([
      ['Inbox', 2],
      ['Drafts', 3],
      ['Trash', 4],
      ['Sent Mail', 5],
      ['Halden', 12],
    ]),
  );
  const ask = async (key: string) =>
    (await phone.sync(syncOf(collection(key, { collectionId: inboxId })))).response?.collections[0];
  await ask('0');
  expect((await ask('1'))?.changes).toMatchObject([{ kind: 'add', serverId: `${inboxId}:1` }]);
  expect(await ask('2')).toBeUndefined();

  const ping = phone.ping({ heartbeatSeconds: 900, folders: [{ id: inboxId }] });
  await until(async () => engine.engine.held.count === 1);
  await deliver('anna@example.com', 'second');
  expect((await ping).response).toMatchObject({ status: 2, folders: [inboxId] });
  expect((await ask('2'))?.changes).toMatchObject([{ kind: 'add', serverId: `${inboxId}:2` }]);
  expect(await db.mailbox.count({ where: { name: 'anna@example.com' } })).toBe(1);
});

it('a wipe reaches the phone although the password was changed at the mail server', async () => {
  const phone = engine.phone({ user: 'clara@example.com', password: 'tulip' });
  await dovecot.setPassword('clara@example.com', 'tulip');
  await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true } });
  await followPolicy(phone);
  const { id } = await order(db, phone, 'wipe');
  await dovecot.setPassword('clara@example.com', 'rose');
  engine.passTime(TEN_MINUTES_MS);
  expect((await phone.folderSync('1')).response?.status).toBe(140);
  expect((await phone.provision({})).response).toMatchObject({ remoteWipe: true });
  await phone.provision({ remoteWipe: { status: 1 } });
  const command = await db.deviceCommand.findUniqueOrThrow({ where: { id } });
  expect(command).toMatchObject({ state: 'ACKNOWLEDGED', answerProof: 'FORMER_PASSWORD' });
  expect((await phone.folderSync('1')).http).toBe(401);
});

it('while the mail server is away, phones are told to try later and are not asked for a password', async () => {
  const phone = engine.phone({ user: 'dora@example.com', password: 'tulip' });
  await dovecot.setPassword('dora@example.com', 'tulip');
  await phone.folderSync('0');
  await dovecot.stop();
  engine.passTime(TEN_MINUTES_MS);
  expect(await phone.folderSync('0')).toMatchObject({ http: 503, headers: { 'retry-after': expect.any(String) } });
});
