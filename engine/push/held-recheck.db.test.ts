import { describe, expect, it } from 'vitest';
import { consoleContext, followPolicy, givePolicy, order, until, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { createDatabase } from '@/lib/db/client';
import { PolicyInput } from '@/lib/domain/policies/contract';
import { updatePolicy } from '@/lib/domain/policies/update-policy';
import { createLogger } from '@/lib/log/logger';
import { useDatabase } from '@/scripts/testing/database';
import { HeldRecheck, type HeldRecheckOptions } from './held-recheck';
import { HeldRequests } from './held-requests';

const { db, url } = await useDatabase();
const engine = await useEngine(url);
const inbox = [{ id: 'inbox', class: 'Email' }];
const log = createLogger({ name: 'engine', level: 'silent' });
const pinPolicy = { settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 4 } };

async function connect(): Promise<EasClient> {
  const phone = engine.phone();
  await phone.folderSync('0');
  return phone;
}

/** Requests that are held without a connection. */
function holding(phones: readonly EasClient[], options: Partial<HeldRecheckOptions> = {}) {
  const held = new HeldRequests();
  const ended: string[] = [];
  for (const { user: mailbox, deviceId } of phones) {
    const hold = { deviceId, mailbox, deviceKey: deviceId.toLowerCase(), folderIds: ['inbox'], heartbeatSeconds: 900 };
    held.hold({ ...hold, since: held.position }, ({ why }) => ended.push(`${why} ${mailbox}`));
  }
  const waiting: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => waiting.push(resolve));
  const recheck = new HeldRecheck({ db, held, now: () => new Date(), log, pace: { turn }, ...options });
  return { held, ended, waiting, recheck };
}

/** Their mailboxes have a policy that none of them follows. */
async function strayPhones(count: number): Promise<EasClient[]> {
  const phones = await Promise.all(Array.from({ length: count }, connect));
  for (const phone of phones) await givePolicy(db, phone.user, { ...pinPolicy, allowNonProvisionable: false });
  return phones;
}

describe('a change that concerns many', () => {
  it('ends the Ping of a phone that has to provision again, and leaves that of others alone', async () => {
    const [phone, other] = [await connect(), await connect()];
    const policy = await givePolicy(db, phone.user, pinPolicy);
    await givePolicy(db, other.user, pinPolicy);
    for (const each of [phone, other]) await followPolicy(each);
    const [answer, otherAnswer] = [phone, other].map((each) => each.ping({ heartbeatSeconds: 900, folders: inbox }));
    for (const { user } of [phone, other]) await until(async () => engine.engine.held.isWatched(user));
    const { id: policyId, name, version } = policy;
    const stricter = PolicyInput.parse({ name, settings: { ...pinPolicy.settings, MinDevicePasswordLength: 6 } });
    await updatePolicy(consoleContext(db), { policyId, version, ...stricter });
    expect((await answer)?.response?.status).toBe(7);
    expect((await phone.folderSync('1')).response?.status).toBe(144);
    const mail = `${engine.url}/demo/messages/${other.user}`;
    await fetch(mail, { method: 'POST', body: 'From: a@example.com\r\nSubject: news\r\n\r\nhello\r\n' });
    expect((await otherAnswer)?.response?.status).toBe(2);
  });

  it('wakes phones in turn, and one with an order at once', async () => {
    const phones = await strayPhones(3);
    const [wiped] = phones;
    if (!wiped) throw new Error('There are three');
    await order(db, wiped, 'wipe');
    const { held, ended, waiting, recheck } = holding(phones);
    recheck.start();
    await until(async () => waiting.length === 2);
    expect(ended).toEqual([`recheck ${wiped.user}`]);
    waiting.shift()?.();
    await until(async () => ended.length === 2);
    expect(held.count).toBe(1);
    waiting.shift()?.();
    await until(async () => held.count === 0);
    await recheck.close();
  });

  it('ends a request that read its facts before and is held afterwards', async () => {
    const phone = await connect();
    const { held, recheck } = holding([]);
    const hold = { deviceId: 'x', mailbox: phone.user, deviceKey: 'x', folderIds: [], heartbeatSeconds: 900 };
    const since = held.position;
    recheck.start();
    const ends: string[] = [];
    held.hold({ ...hold, since }, ({ why }) => ends.push(why));
    expect(ends).toEqual(['recheck']);
    await recheck.close();
  });

  it('is looked up anew if another comes meanwhile, so that nobody who was fine is passed over', async () => {
    const [fine] = [await connect()];
    const strays = await strayPhones(1);
    const { held, ended, waiting, recheck } = holding([fine, ...strays], {
      pace: {
        turn: (signal) =>
          new Promise((resolve, reject) => {
            waiting.push(resolve);
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      },
    });
    recheck.start();
    await until(async () => waiting.length === 1);
    expect(ended).toEqual([]);
    await givePolicy(db, fine.user, { ...pinPolicy, allowNonProvisionable: false });
    recheck.start();
    await until(async () => waiting.length === 3);
    for (const go of waiting) go();
    await until(async () => held.count === 0);
    expect(ended).toHaveLength(2);
    await recheck.close();
  });

  it('makes everybody come when nothing can be looked up', async () => {
    const gone = createDatabase('postgresql://nobody@127.0.0.1:1/none', { max: 1 });
    const { held, ended, recheck } = holding([await connect()], { db: gone.db });
    recheck.start();
    await until(async () => held.count === 0);
    expect(ended).toHaveLength(1);
    await recheck.close();
    await gone.close();
  });
});
