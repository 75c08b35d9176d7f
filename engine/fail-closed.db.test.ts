import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { DemoBackend } from '@/engine/backends/demo/demo-backend';
import {
  collection,
  deviceOf,
  followPolicy,
  givePolicy,
  order,
  syncOf,
  until,
  useEngine,
  usualLimits,
} from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { WBXML_POLICY_TYPE as policyType } from '@/lib/protocol/eas/provision';
import { execute, useDatabase } from '@/scripts/testing/database';

const { db, url, ownerUrl } = await useDatabase();

/** A mail store in whose hands something can be made to happen. */
class Store extends DemoBackend {
  beforeFetch: () => Promise<void> = async () => undefined;

  override async fetchHeads(query: Parameters<DemoBackend['fetchHeads']>[0]) {
    await this.beforeFetch();
    return super.fetchHeads(query);
  }
}

const backend = new Store({ password: 'demo', now: () => new Date() });
const limits = { ...usualLimits, bodyLimitBytes: 1_000_000, deadlineMs: 5000 };
const engine = await useEngine(url, { backend, demo: null, limits });

const database = new URL(ownerUrl).pathname.slice(1);
const elsewhere = new URL(ownerUrl);
elsewhere.pathname = '/postgres';

/** Ends every connection to the database and lets nobody in, as if it had been stopped. */
async function stopDatabase(): Promise<void> {
  await execute(elsewhere.href, `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  await execute(elsewhere.href, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`);
}

const startDatabase = () => execute(elsewhere.href, `ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);

async function withoutDatabase(run: () => Promise<void>): Promise<void> {
  await stopDatabase();
  try {
    await run();
  } finally {
    await startDatabase();
    // The pools find out about their dead connections one by one.
    await until(() => db.$queryRaw`SELECT 1`.then(Boolean, () => false));
    await until(() => fetch(`${engine.url}/healthz`).then(({ status }) => status === 200));
  }
}

async function connect(): Promise<EasClient> {
  const phone = engine.phone();
  await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
  await followPolicy(phone);
  await phone.folderSync('0');
  await phone.sync(syncOf(collection('0')));
  return phone;
}

const tryLater = { http: 503, response: undefined, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } };

describe('while the database cannot be read', () => {
  it('every command is told to try later, and gets neither data nor a policy', async () => {
    const phone = await connect();
    await withoutDatabase(async () => {
      expect(await phone.folderSync('0')).toMatchObject(tryLater);
      expect(await phone.sync(syncOf(collection('1')))).toMatchObject(tryLater);
      expect(await phone.ping({ heartbeatSeconds: 60, folders: [{ id: 'inbox' }] })).toMatchObject(tryLater);
      expect(await phone.provision({ policies: [{ policyType }] })).toMatchObject(tryLater);
      expect(await phone.provision({})).toMatchObject(tryLater);
      expect(await phone.settings([{ property: 'UserInformation', action: 'get' }])).toMatchObject(tryLater);
      expect((await fetch(`${engine.url}/healthz`)).status).toBe(503);
      // A phone that is new here is not let in either, nor is one whose sign-in fails told anything.
      expect(await engine.phone().folderSync('0')).toMatchObject(tryLater);
      expect((await engine.phone({ password: 'wrong', policyKey: 5 }).folderSync('0')).http).toBe(503);
    });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });

  it('mail that was read before it went away is not handed out', async () => {
    const phone = await connect();
    await withoutDatabase(async () => {
      await startDatabase();
      backend.beforeFetch = stopDatabase;
      await until(() =>
        phone.sync(syncOf(collection('1'))).then(({ http, body }) => http === 503 && body.length === 0),
      );
      backend.beforeFetch = async () => undefined;
    });
    // What it had asked for comes with the same key, whole.
    const { response } = await phone.sync(syncOf(collection('1')));
    expect(response?.collections[0]?.changes).toHaveLength(24);
  });

  it('a report on a wipe is not taken: the phone is told to report again, and its second report counts', async () => {
    const phone = await connect();
    const { id } = await order(db, phone, 'wipe');
    await phone.provision({});
    await withoutDatabase(async () => {
      expect(await phone.provision({ remoteWipe: { status: 1 } })).toMatchObject(tryLater);
    });
    expect((await db.deviceCommand.findUniqueOrThrow({ where: { id } })).state).toBe('DELIVERED');
    expect((await phone.provision({ remoteWipe: { status: 1 } })).response).toMatchObject({ status: 1 });
    expect((await deviceOf(db, phone)).blockReason).toBe('WIPED');
  });
});

describe('a database that hangs', () => {
  it('does not hang the phone', async () => {
    const phone = await connect();
    const owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE device IN ACCESS EXCLUSIVE MODE');
    try {
      expect(await phone.folderSync('0')).toMatchObject(tryLater);
    } finally {
      await owner.query('ROLLBACK');
      await owner.end();
    }
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });
});

describe('contacts that could not be written', () => {
  it('are written when the database is back', async () => {
    const phone = await connect();
    await engine.engine.contacts.flush();
    const before = await deviceOf(db, phone);
    await withoutDatabase(async () => {
      engine.engine.contacts.add({
        deviceId: before.id,
        at: new Date(Date.now() + 1000),
        address: '203.0.113.9',
        protocolVersion: '16.1',
        userAgent: null,
        deviceType: 'iPhone',
        bytesIn: 1,
        bytesOut: 2,
        bytesOutPlain: 3,
      });
      await engine.engine.contacts.flush();
      expect(engine.engine.contacts.size).toBe(1);
    });
    await until(async () => (await deviceOf(db, phone)).lastAddress === '203.0.113.9');
    expect((await deviceOf(db, phone)).bytesOutPlain).toBe(before.bytesOutPlain + 3n);
  });
});
