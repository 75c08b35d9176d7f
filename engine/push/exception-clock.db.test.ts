import { expect, it } from 'vitest';
import {
  consoleContext,
  type EngineUnderTest,
  followPolicy,
  givePolicy,
  until,
  useEngine,
} from '@/engine/engine-under-test';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);
const HOUR_MS = 3_600_000;

/** A phone with a password policy that may ping. */
async function holdingPhone(at: EngineUnderTest = engine) {
  const phone = at.phone();
  await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
  await followPolicy(phone);
  await phone.folderSync('0');
  return phone;
}

const hold = async (phone: Awaited<ReturnType<typeof holdingPhone>>) => {
  const answer = phone.ping({ heartbeatSeconds: 900, folders: [{ id: 'inbox', class: 'Email' }] });
  await until(async () => engine.engine.held.isWatched(phone.user));
  return answer;
};

it('a clock that sleeps for long hears of an exception that begins sooner', async () => {
  const sleepy = await useEngine(url, { longestLookMs: 12 * HOUR_MS });
  const phone = await holdingPhone(sleepy);
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  await addException(consoleContext(db), {
    mailbox: phone.user,
    reason: 'Travels',
    approvedBy: 'Head of IT',
    startsAt: at(3000),
    endsAt: at(HOUR_MS),
  });
  const ping = await phone.ping({ heartbeatSeconds: 900, folders: [{ id: 'inbox', class: 'Email' }] });
  // On a machine that is slow enough it has begun before, and the Ping is refused.
  expect([7, 144]).toContain(ping.response?.status);
  expect((await phone.folderSync('1')).response?.status).toBe(144);
});

it('a held Ping ends by itself when an exception begins and when it ends, and that of others stays', async () => {
  const [phone, other] = [await holdingPhone(), await holdingPhone()];
  const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
  await addException(consoleContext(db), {
    mailbox: phone.user,
    reason: 'Travels',
    approvedBy: 'Head of IT',
    startsAt: at(1),
    endsAt: at(3),
  });
  const stop = new AbortController();
  void other
    .ping({ heartbeatSeconds: 900, folders: [{ id: 'inbox', class: 'Email' }] }, { signal: stop.signal })
    .catch(() => undefined);
  await until(async () => engine.engine.held.isWatched(other.user));

  const beginning = hold(phone);
  await until(async () => engine.engine.held.isWatched(phone.user));
  engine.passTime(2 * HOUR_MS);
  expect((await beginning).response?.status).toBe(7);
  expect((await phone.folderSync('1')).response?.status).toBe(144);
  await followPolicy(phone);

  const end = hold(phone);
  await until(async () => engine.engine.held.isWatched(phone.user));
  engine.passTime(2 * HOUR_MS);
  expect((await end).response?.status).toBe(7);
  expect((await phone.folderSync('1')).response?.status).toBe(144);
  expect(engine.engine.held.isWatched(other.user)).toBe(true);
  stop.abort();
});
