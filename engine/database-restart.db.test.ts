import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderIdFor } from '@/engine/backends/folder-id';
import { collection, order, syncOf, until } from '@/engine/engine-under-test';
import { useEngineOverDovecot } from '@/engine/engine-over-dovecot';
import type { EasClient } from '@/engine/testing/eas-client';
import { createDatabase } from '@/lib/db/client';
import type { PingResponse } from '@/lib/protocol/eas/ping';
import { applyMigrations } from '@/scripts/db/apply-migrations';
import { APPLICATION_ROLE } from '@/scripts/postgres/credentials';
import { startPostgres } from '@/scripts/postgres/start-postgres';

// A database server of its own, which is stopped and started again on the same port while phones are on push.

const dataDir = mkdtempSync(join(tmpdir(), 'mobileadmin-restart-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const start = () => startPostgres({ dataDir, isDurable: false, waitMs: 10_000 });
let postgres = await start();
afterAll(() => postgres.stop());
await applyMigrations({ ownerUrl: postgres.ownerUrl, applicationRole: APPLICATION_ROLE });
const { url, port } = postgres;
const { engine, dovecot, phone: phoneOf } = await useEngineOverDovecot(url);
const { db, close } = createDatabase(url, { max: 2 });
afterAll(close);

const PINGS = 1000;
const MAILBOXES = 10;
const AT_ONCE = 20;
const inboxId = folderIdFor('INBOX');
const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

type Waiting = { readonly phone: EasClient; answer: PingResponse | undefined; readonly ended: Promise<unknown> };
const waiting: Waiting[] = [];

/** A phone on push; what its ping is told in the end is written down. */
async function putOnPush(index: number): Promise<void> {
  const phone = await phoneOf(`owner${index % MAILBOXES}@example.com`, { agent, onDocument: () => undefined });
  const { response } = await phone.folderSync('0');
  expect(response?.status).toBe(1);
  const sync = (key: string) => phone.sync(syncOf(collection(key, { collectionId: inboxId })));
  if (index < MAILBOXES) {
    await sync('0');
    await sync('1');
  }
  const ping = phone.ping({ heartbeatSeconds: 3540, folders: [{ id: inboxId }] });
  const entry: Waiting = {
    phone,
    answer: undefined,
    ended: ping.then(
      ({ response: told }) => (entry.answer = told),
      () => undefined, // its socket goes with the agent
    ),
  };
  waiting[index] = entry;
}

beforeAll(async () => {
  for (let index = 0; index < MAILBOXES; index += 1)
    dovecot.deliver(`owner${index}@example.com`, Buffer.from('Subject: first\n\nHello\n'));
  const indexes = Array.from({ length: PINGS }, (_each, index) => index).values();
  const work = async () => {
    for (const index of indexes) await putOnPush(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await until(async () => engine.engine.held.count === PINGS);
}, 240_000);

describe(`a database that is restarted while ${PINGS} pings are held`, () => {
  it('has new requests told to try later, and lets go of no ping', async () => {
    await postgres.stop();
    const stranger = waiting[500]?.phone;
    const answers = [await stranger?.folderSync('1'), await stranger?.sync(undefined)];
    expect(answers).toMatchObject(Array(2).fill({ http: 503, headers: { 'retry-after': expect.any(String) } }));
    expect(engine.engine.held.count).toBe(PINGS);
    expect(waiting.filter(({ answer }) => answer)).toEqual([]);
  });

  it('has a wipe that is queued right after its return reach the phone at once, and nobody else', async () => {
    postgres = await start();
    expect(postgres.port).toBe(port);
    const lost = waiting[700];
    if (!lost) throw new Error('There are a thousand');
    const { id } = await order(db, lost.phone, 'wipe');
    await lost.ended;
    // [MS-ASCMD] 2.2.3.177.11 Status (Ping) 7: the phone asks for its folders, and is told there
    expect(lost.answer?.status).toBe(7);
    expect((await lost.phone.folderSync('1')).response?.status).toBe(140);
    expect((await lost.phone.provision({})).response).toMatchObject({ remoteWipe: true });
    await lost.phone.provision({ remoteWipe: { status: 1 } });
    expect((await db.deviceCommand.findUniqueOrThrow({ where: { id } })).state).toBe('ACKNOWLEDGED');
    expect(engine.engine.held.count).toBe(PINGS - 1);
  });

  it('has the others hear of new mail as before', async () => {
    const reader = waiting[3];
    if (!reader) throw new Error('There are a thousand');
    dovecot.deliver(reader.phone.user, Buffer.from('Subject: second\n\nHello\n'));
    await reader.ended;
    expect(reader.answer).toMatchObject({ status: 2, folders: [inboxId] });
    const { response } = await reader.phone.sync(syncOf(collection('2', { collectionId: inboxId })));
    expect(response?.collections[0]?.changes).toMatchObject([{ kind: 'add', serverId: `${inboxId}:2` }]);
  });
});
