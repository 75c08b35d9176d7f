import { describe, expect, it } from 'vitest';
import { followPolicy, givePolicy, order, until, useEngine, deviceOf } from '@/engine/engine-under-test';
import { DemoBackend } from '@/engine/backends/demo/demo-backend';
import type { Account, Credentials } from '@/engine/backends/contract';
import { BackendUnavailable } from '@/engine/backends/contract';
import { useDatabase } from '@/scripts/testing/database';

/** A mail store whose passwords can be changed, and which can go away. */
class Store extends DemoBackend {
  readonly changed = new Map<string, string>();
  isAway = false;

  override async authenticate(credentials: Credentials): Promise<Account | null> {
    if (this.isAway) throw new BackendUnavailable('away');
    const name = credentials.username.toLowerCase();
    const own = this.changed.get(name);
    if (own !== undefined && own !== credentials.password) return null;
    return super.authenticate({ ...credentials, password: 'demo' });
  }
}

const { db, url } = await useDatabase();
const backend = new Store({ password: 'demo', now: () => new Date() });
const engine = await useEngine(url, { backend, demo: null });
const TEN_MINUTES_MS = 600_000;

async function connect() {
  const phone = engine.phone();
  await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
  await followPolicy(phone);
  return phone;
}

/** What the owner does in a panic. */
function changePassword(phone: { user: string }): void {
  backend.changed.set(phone.user, 'new one');
  engine.passTime(TEN_MINUTES_MS + 1000); // the engine has forgotten that the old one was good
}

describe('after a changed password', () => {
  it('the phone itself still gets its order and may tick it off, and the history says how it proved itself', async () => {
    const phone = await connect();
    const { id } = await order(db, phone, 'wipe');
    changePassword(phone);
    const key = phone.policyKey;
    expect((await phone.folderSync('1')).response?.status).toBe(140);
    // It begins to provision with key 0, as phones do.
    phone.policyKey = 0;
    expect((await phone.provision({})).response).toMatchObject({ status: 1, remoteWipe: true });
    phone.policyKey = key;
    expect((await phone.provision({ remoteWipe: { status: 1 } })).response).toMatchObject({ status: 1 });
    const command = await db.deviceCommand.findUniqueOrThrow({ where: { id } });
    expect(command).toMatchObject({ state: 'ACKNOWLEDGED', answerProof: 'FORMER_PASSWORD' });
    // The order has ended: there is nothing left to come for.
    expect((await phone.folderSync('0')).http).toBe(401);
    expect((await phone.provision({})).http).toBe(401);
  });

  it('a stranger gets the usual 401, learns nothing, and cannot tick the order off', async () => {
    const phone = await connect();
    const { id } = await order(db, phone, 'wipe');
    changePassword(phone);
    const key = phone.policyKey;
    const attempts = [
      { password: 'guess', policyKey: key },
      { password: 'demo', policyKey: (key ?? 0) + 1 },
      { password: 'demo', policyKey: 0 },
      { password: 'demo', policyKey: null },
      { password: '', policyKey: key },
    ];
    for (const { password, policyKey } of attempts) {
      phone.password = password;
      expect(await phone.provision({}, { policyKey })).toMatchObject({ http: 401 });
      expect(await phone.provision({ remoteWipe: { status: 1 } }, { policyKey })).toMatchObject({ http: 401 });
      expect(await phone.folderSync('1', { policyKey })).toMatchObject({ http: 401 });
    }
    expect(await db.deviceCommand.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: 'QUEUED',
      deliveries: 0,
    });
    // Another phone of the same owner, with the former password, is no better than a stranger.
    const other = engine.phone({ user: phone.user, deviceId: 'OTHER', policyKey: key });
    expect((await other.provision({})).http).toBe(401);
  });

  it('without an order, the phone gets nothing but 401', async () => {
    const phone = await connect();
    changePassword(phone);
    expect((await phone.folderSync('1')).http).toBe(401);
    expect((await phone.provision({})).http).toBe(401);
  });

  it('what counts is the last password that was accepted, also if it was accepted after the order', async () => {
    const phone = await connect();
    const before = (await deviceOf(db, phone)).passwordHash;
    await order(db, phone, 'wipe');
    backend.changed.set(phone.user, 'second');
    phone.password = 'second';
    expect((await phone.folderSync('1')).response?.status).toBe(140);
    await until(async () => (await deviceOf(db, phone)).passwordHash !== before);
    backend.changed.set(phone.user, 'third');
    engine.passTime(TEN_MINUTES_MS + 1000);
    expect((await phone.provision({})).response).toMatchObject({ remoteWipe: true });
    phone.password = 'demo';
    expect((await phone.provision({})).http).toBe(401);
  });

  it('an older phone that is to be refused is told so, and the order is over', async () => {
    const phone = await connect();
    phone.protocolVersion = '14.1';
    await phone.folderSync('0');
    await engine.engine.contacts.flush();
    const { id } = await order(db, phone, 'delete');
    changePassword(phone);
    expect((await phone.folderSync('1')).response?.status).toBe(129);
    expect((await db.deviceCommand.findUniqueOrThrow({ where: { id } })).state).toBe('ENFORCED');
  });

  it('the order reaches the phone also while the mail server is away', async () => {
    const phone = await connect();
    await order(db, phone, 'wipe');
    engine.passTime(TEN_MINUTES_MS + 1000);
    backend.isAway = true;
    try {
      expect((await phone.folderSync('1')).response?.status).toBe(140);
      const other = engine.phone();
      const answer = await other.folderSync('0');
      expect(answer).toMatchObject({ http: 503, headers: { 'retry-after': expect.any(String) } });
    } finally {
      backend.isAway = false;
    }
  });

  it('many wrong passwords with the right key cost little: after ten a minute nothing is compared any more', async () => {
    const phone = await connect();
    await order(db, phone, 'wipe');
    changePassword(phone);
    for (let guess = 0; guess < 10; guess += 1) {
      phone.password = `guess ${guess}`;
      await phone.provision({});
    }
    phone.password = 'demo';
    expect((await phone.provision({})).http).toBe(401);
    engine.passTime(61_000);
    expect((await phone.provision({})).response).toMatchObject({ remoteWipe: true });
  });
});
