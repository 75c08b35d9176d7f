import { afterAll, describe, expect, it } from 'vitest';
import { ImapBackend } from '@/engine/backends/imap/imap-backend';
import { parseImapUrl } from '@/engine/backends/imap/imap-url';
import { startDovecot } from '@/engine/backends/imap/testing/dovecot';
import type { Credentials } from '@/engine/backends/contract';
import { MailSender } from '@/engine/backends/smtp/mail-sender';
import { folderIdFor } from '@/engine/backends/folder-id';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import { DatabaseFolderRegistry } from '@/engine/sync-state/folder-registry';
import type { EasClient } from '@/engine/testing/eas-client';
import { createLogger } from '@/lib/log/logger';
import { useDatabase } from '@/scripts/testing/database';

/** Of a mail server, counting how many passwords are tried at a time. */
class WatchedBackend extends ImapBackend {
  tried = 0;
  most = 0;
  private now = 0;

  override async authenticate(credentials: Credentials, signal: AbortSignal) {
    this.tried += 1;
    this.now += 1;
    this.most = Math.max(this.most, this.now);
    try {
      return await super.authenticate(credentials, signal);
    } finally {
      this.now -= 1;
    }
  }
}

const { db, url } = await useDatabase();
const dovecot = await startDovecot({ failureDelaySeconds: 1 });
const log = createLogger({ name: 'test', level: 'silent' });
const backend = new WatchedBackend({
  server: parseImapUrl(`imap://127.0.0.1:${dovecot.port}?domain=example.com`),
  certificateAuthorities: [],
  sender: new MailSender({ server: null, certificateAuthorities: [], log }),
  registry: new DatabaseFolderRegistry(db, () => new Date()),
  // So few that whoever took one of them for a guess would be noticed.
  limits: { perMailbox: 1, total: 4 },
});
const engine = await useEngine(url, { backend, demo: null, trustProxy: { kind: 'count', count: 1 } });
afterAll(() => dovecot.stop());

const ADDRESSES = 50;
const GUESSES = 1000;
const VICTIMS = 4;
const PASSWORD = 'tulip';
const victim = (index: number) => `victim${index % VICTIMS}@example.com`;
const inboxId = folderIdFor('INBOX');

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

/** Half of them at a few mailboxes, half at as many as there are guesses; all at the same time. */
function storm(): Promise<number[]> {
  return Promise.all(
    Array.from({ length: GUESSES }, async (_each, guess) => {
      const user = guess % 2 === 0 ? victim(guess / 2) : `nobody${guess}@example.com`;
      const phone = engine.phone({ user, password: `guess ${guess}`, deviceId: `STORM${guess}` });
      return (await phone.post('FolderSync', undefined, from(`203.0.113.${guess % ADDRESSES}`))).http;
    }),
  );
}

async function readMail(phone: EasClient, address: string): Promise<void> {
  const folders = await phone.folderSync('0', from(address));
  expect(folders.response?.status).toBe(1);
  const primed = await phone.sync(syncOf(collection('0', { collectionId: inboxId })), from(address));
  expect(primed.response?.collections[0]?.status).toBe(1);
}

describe('a thousand wrong passwords from fifty addresses', () => {
  it('leave phones with right ones unharmed, known and new, and reach the mail server in bounded numbers', async () => {
    const known = Array.from({ length: VICTIMS }, (_each, index) =>
      engine.phone({ user: victim(index), password: PASSWORD }),
    );
    const fresh = Array.from({ length: VICTIMS }, (_each, index) =>
      engine.phone({ user: `newcomer${index}@example.com`, password: PASSWORD }),
    );
    for (const { user } of [...known, ...fresh]) await dovecot.setPassword(user, PASSWORD);
    await Promise.all(known.map((phone, index) => readMail(phone, `198.51.100.${index}`)));
    engine.passTime(11 * 60_000); // they have to be asked for again
    const before = backend.tried;

    let isOver = false;
    const guesses = storm().finally(() => (isOver = true));
    const rounds = async (phone: EasClient, address: string) => {
      let count = 0;
      for (; !isOver; count += 1) await readMail(phone, address);
      return count;
    };
    const counts = await Promise.all([
      ...known.map((phone, index) => rounds(phone, `198.51.100.${index}`)),
      ...fresh.map((phone, index) => rounds(phone, `192.0.2.${index}`)),
    ]);

    const answers = await guesses;
    expect([...new Set(answers)].toSorted((a, b) => a - b)).toEqual([401, 503]);
    // Each was served again and again before the storm had passed.
    expect(Math.min(...counts)).toBeGreaterThan(2);
    expect(backend.most).toBeLessThanOrEqual(64);
    expect(backend.tried - before).toBeLessThan(GUESSES / 2);
  });

  it('are told to the mail server with the addresses that they came from', () => {
    const told = [...dovecot.logged().matchAll(/auth failed.*rip=(203\.0\.113\.\d+)/g)].map(([, address]) => address);
    expect(new Set(told).size).toBe(ADDRESSES);
  });
});
