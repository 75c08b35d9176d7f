import { ImapFlow } from 'imapflow';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { folderIdFor } from '@/engine/backends/folder-id';
import { startDovecot } from '@/engine/backends/imap/testing/dovecot';
import { startSmtpPeer } from '@/engine/backends/smtp/testing/smtp-peer';
import { collection, syncOf, until } from '@/engine/engine-under-test';
import { EasClient } from '@/engine/testing/eas-client';
import { type EngineProcess, startEngineProcess } from '@/engine/testing/engine-process';
import type { RequestedCollection } from '@/lib/protocol/eas/sync-request';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import { el } from '@/lib/protocol/wbxml/element';
import { findFreePort } from '@/scripts/ports/free-port';
import { execute, useDatabase } from '@/scripts/testing/database';

// An engine that is killed with SIGKILL when it has made a client's changes at the mail server and is about to write down
// that it did. A trigger holds that write until the test lets go of a lock: then the engine is killed, and the write is
// either taken back (the database session ends) or carried out after all. The phone repeats its request at the successor.

const { url, ownerUrl } = await useDatabase();
const dovecot = await startDovecot();
afterAll(() => dovecot.stop());
const smtp = await startSmtpPeer();
afterAll(() => smtp.stop());
const user = 'anna@example.com';
const inboxId = folderIdFor('INBOX');
const draftsId = folderIdFor('Drafts');

let engine: EngineProcess | undefined;
afterEach(() => engine?.kill());

let port = 0;
async function startAgain(): Promise<void> {
  engine = await startEngineProcess(port, {
    DATABASE_URL: url,
    BACKEND: 'imap',
    IMAP_URL: `imap://127.0.0.1:${dovecot.port}?domain=example.com`,
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
  });
}

beforeAll(async () => {
  await dovecot.setPassword(user, 'tulip');
  port = await findFreePort();
  const held = `CREATE FUNCTION held_write() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock(TG_ARGV[0]::int); RETURN NEW; END $$`;
  await execute(ownerUrl, held);
});

const LOCK = 4711;

/** Kills the engine in the middle of the request, when its write of these rows is held. */
async function killWithin(
  request: () => Promise<unknown>,
  { rows, isWritten }: { rows: { table: string; when: string }; isWritten: boolean },
): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await owner.query(
      `CREATE TRIGGER held BEFORE UPDATE ON ${rows.table} FOR EACH ROW WHEN (${rows.when}) EXECUTE FUNCTION held_write(${LOCK})`,
    );
    const outcome = request().then(
      () => 'answered',
      () => 'cut off',
    );
    const waiting = async () => {
      const found = await owner.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
        [LOCK],
      );
      return found.rows[0]?.pid;
    };
    const pid = await until(waiting);
    await engine?.kill();
    if (!isWritten) await owner.query('SELECT pg_terminate_backend($1, 10000)', [pid]);
    await owner.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    await until(async () => (await waiting()) === undefined);
    expect(await outcome).toBe('cut off');
    await owner.query(`DROP TRIGGER held ON ${rows.table}`); // waits for a write that is carried out
  } finally {
    await owner.end();
  }
}

let phones = 0;
function phoneOf(): EasClient {
  phones += 1;
  return new EasClient({
    engineUrl: `http://127.0.0.1:${port}`,
    user,
    password: 'tulip',
    deviceId: `PHONE${phones}`,
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
    timeoutMs: 60_000,
  });
}

const ask = async (phone: EasClient, key: string, rest: Partial<RequestedCollection> = {}) =>
  (await phone.sync(syncOf(collection(key, { collectionId: inboxId, ...rest })))).response?.collections[0];

/** A phone that has everything of a folder. */
async function connect(collectionId = inboxId): Promise<{ phone: EasClient; key: string }> {
  const phone = phoneOf();
  await phone.folderSync('0');
  await ask(phone, '0', { collectionId });
  return { phone, key: (await ask(phone, '1', { collectionId }))?.syncKey ?? '1' };
}

const deliver = (subject: string) => dovecot.deliver(user, Buffer.from(`Subject: ${subject}\n\nHello\n`));

/** Subjects in a folder, asked at the mail server itself; those that were read in brackets. */
async function stored(path: string): Promise<string[]> {
  const auth = { user, pass: 'tulip' };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false });
  await client.connect();
  try {
    await client.mailboxOpen(path, { readOnly: true });
    const found = await client.fetchAll('1:*', { envelope: true, flags: true });
    return found.map(({ envelope, flags }) =>
      flags?.has('\\Seen') && path === 'INBOX' ? `(${envelope?.subject})` : (envelope?.subject ?? ''),
    );
  } finally {
    await client.logout();
  }
}

/** Says when what is not completed was begun: a request lasts a minute at most, and after that was interrupted. */
const begun = (ago: string) =>
  execute(ownerUrl, `UPDATE client_item SET created_at = now() - interval '${ago}' WHERE done_at IS NULL`);

// Starting a process compiles its sources: on a busy machine that takes its time.
describe('an engine that is killed between the mail server and its own state', { timeout: 240_000 }, () => {
  it.each([
    ['and has not written it down', false],
    ['and has written it down, but not answered', true],
  ])('%s makes no deletion and no mark twice', async (_name, isWritten) => {
    const tag = isWritten ? 'written' : 'lost';
    for (const subject of ['deleted', 'read', 'kept']) deliver(`${subject} ${tag}`);
    await startAgain();
    const { phone, key } = await connect();
    const before = await stored('INBOX');
    const idOf = (subject: string) => `${inboxId}:${uids.get(subject)}`;
    const uids = await uidsOf();
    const changes: SyncClientChange[] = [
      { kind: 'delete', serverId: idOf(`deleted ${tag}`) },
      { kind: 'change', serverId: idOf(`read ${tag}`), isSend: false, properties: [el('Email', 'Read', true)] },
    ];
    const rows = { table: 'collection_state', when: `NEW.collection_id = '${inboxId}'` };
    await killWithin(() => ask(phone, key, { changes }), { rows, isWritten });
    const made = before
      .filter((each) => each !== `deleted ${tag}`)
      .map((each) => (each === `read ${tag}` ? `(${each})` : each));
    expect(await stored('INBOX')).toEqual(made);
    await startAgain();
    const again = await ask(phone, key, { changes });
    expect([again?.status, again?.responses ?? [], again?.changes ?? []]).toEqual([1, [], []]);
    expect(await stored('INBOX')).toEqual(made);
    expect((await stored('Trash')).filter((each) => each === `deleted ${tag}`)).toHaveLength(1);
    expect(await ask(phone, again?.syncKey ?? '')).toBeUndefined();
  });

  it('stores a draft once: the repeated request waits, then finds it', async () => {
    await startAgain();
    const { phone, key } = await connect(draftsId);
    const add = { kind: 'add', clientId: 'd1', properties: [el('Email', 'Subject', 'unfinished')] } as const;
    const send = () => ask(phone, key, { collectionId: draftsId, changes: [add] });
    await killWithin(send, { rows: { table: 'client_item', when: `NEW.scope = '${draftsId}'` }, isWritten: false });
    expect(await stored('Drafts')).toEqual(['unfinished']);
    await startAgain();
    await begun('5 seconds');
    // [MS-ASCMD] 2.2.3.177.17 Status (Sync) 16: it may still be at it
    expect(await send()).toMatchObject({ status: 16, syncKey: key });
    await begun('2 minutes');
    const found = await send();
    expect(found?.responses).toMatchObject([{ clientId: 'd1', status: 1 }]);
    expect(await stored('Drafts')).toEqual(['unfinished']);
  });

  it('sends a mail once if it has written that down, and otherwise again under the same Message-ID', async () => {
    await startAgain();
    const phone = phoneOf();
    await phone.folderSync('0');
    const rows = { table: 'client_item', when: `NEW.scope = 'send'` };
    const sending = (subject: string) => () =>
      phone.sendMail({
        clientId: subject,
        saveInSentItems: true,
        mime: Buffer.from(`To: bert@example.com\r\nSubject: ${subject}\r\n\r\nHello\r\n`),
      });
    const taken = (subject: string) => smtp.taken.filter(({ raw }) => raw.includes(`Subject: ${subject}\r\n`));
    await killWithin(sending('noted'), { rows, isWritten: true });
    await startAgain();
    expect((await sending('noted')()).response?.status).toBe(118);
    expect(taken('noted')).toHaveLength(1);

    await killWithin(sending('unnoted'), { rows, isWritten: false });
    await startAgain();
    await begun('5 seconds');
    // [MS-ASCMD] 2.2.2 Common Status Codes 111: it may still be at it
    expect((await sending('unnoted')()).response?.status).toBe(111);
    await begun('2 minutes');
    expect(await sending('unnoted')()).toMatchObject({ http: 200, response: undefined });
    // The mail system had taken the first one, and nobody was left to know it: recipients see one mail by its Message-ID.
    const ids = taken('unnoted').map(({ raw }) => /^message-id: (.*)$/im.exec(raw.toString())?.[1]);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect((await stored('Sent Mail')).filter((each) => each === 'unnoted')).toHaveLength(1);
  });
});

async function uidsOf(): Promise<Map<string, number>> {
  const auth = { user, pass: 'tulip' };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false });
  await client.connect();
  try {
    await client.mailboxOpen('INBOX', { readOnly: true });
    const found = await client.fetchAll('1:*', { envelope: true, uid: true });
    return new Map(found.map(({ envelope, uid }) => [envelope?.subject ?? '', uid]));
  } finally {
    await client.logout();
  }
}
