import { describe, expect, it } from 'vitest';
import { consoleContext, until, useEngine } from '@/engine/engine-under-test';
import { type ReactingPhone, usePhones } from '@/engine/phones-under-test';
import type { PhoneHabits } from '@/engine/testing/phone-habits';
import { getOverview } from '@/lib/domain/overview/get-overview';
import { retryPolicy } from '@/lib/domain/policies/retry-policy';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);
const { switchOn, idOf, seen, wipe, edit } = usePhones(engine, db);

const PAUSE_MS = 5 * 60_000;
const overview = () => getOverview({ ...consoleContext(db), now: engine.engine.now });
const isServed = ({ activity, memory }: { activity: string; memory: { items: Map<string, unknown> } }) =>
  activity === 'pinging' && memory.items.size > 0;

/** It tries again at once after a refusal, but waits when it is told to. */
async function goRound(
  ...wishes: Parameters<typeof switchOn>
): Promise<ReactingPhone & { stopped: () => Promise<void> }> {
  const made = await switchOn(...wishes);
  const { phone, endPause } = made;
  let http = 0;
  phone.on('contact', (answer) => (http = answer.http));
  phone.on('blocked', () => setImmediate(endPause));
  const stopped = () => phone.waitUntil(({ activity }) => activity === 'waiting' && http === 503);
  return { ...made, stopped };
}

const loops: [string, Partial<PhoneHabits>, string][] = [
  ['acknowledges its policy and goes on without its key', { keepsPolicyKey: false }, 'loses_key'],
  ['does so from its first request on', { keepsPolicyKey: false, provisionsFirst: false }, 'loses_key'],
  ['refuses its policy', { policyAnswer: 3 }, 'refuses'],
  ['applies its policy in part, which is not enough', { policyAnswer: 2 }, 'refuses'],
  ['is managed elsewhere, which is not enough', { policyAnswer: 4 }, 'refuses'],
];

describe.each(loops)('a phone that %s, over and over', (_what, habits, cause) => {
  it('is stopped, gets no mail, and is on the overview with the likely cause', async () => {
    const before = (await overview()).policyLoopCount;
    const made = await goRound(habits);
    await made.stopped();
    expect(made.commands.length).toBeLessThanOrEqual(24);
    expect(await seen(made.phone)).toMatchObject({ policyState: 'looping', policy: { loop: { cause } } });
    const { policyLoopCount, policyLoops } = await overview();
    expect(policyLoopCount).toBe(before + 1);
    const deviceId = await idOf(made.phone);
    expect(policyLoops.filter((each) => each.deviceId === deviceId)).toMatchObject([{ cause }]);
    expect(made.mails()).toBe(0);
  });

  it('is served once it has mended its ways and the pause is over, and then is no loop any more', async () => {
    const made = await goRound(habits);
    await made.stopped();
    const before = (await overview()).policyLoopCount;
    made.phone.habits = { ...made.phone.habits, keepsPolicyKey: true, policyAnswer: 1 };
    engine.passTime(PAUSE_MS);
    made.endPause();
    await made.phone.waitUntil(isServed);
    const loop = { demands: 0, rounds: 0, loop: null };
    expect(await seen(made.phone)).toMatchObject({ policyState: 'applied', policy: loop });
    expect((await overview()).policyLoopCount).toBe(before - 1);
    expect(made.mails()).toBeGreaterThanOrEqual(24);
  });

  it('obeys a wipe that was queued while it was stopped, as soon as it comes', async () => {
    const made = await goRound(habits);
    await made.stopped();
    await wipe(made.phone);
    made.endPause();
    await made.phone.waitUntil(({ activity }) => activity === 'wiped');
    expect((await seen(made.phone)).lastCommand).toMatchObject({ state: 'acknowledged' });
  });
});

describe('a phone that loses its key', () => {
  it('is stopped for longer, after fewer tries, if it has not changed, and one event says so', async () => {
    const made = await goRound({ keepsPolicyKey: false });
    await made.stopped();
    engine.passTime(PAUSE_MS);
    made.commands.splice(0);
    made.endPause();
    await made.phone.waitUntil(({ activity }) => activity === 'busy');
    await made.stopped();
    expect(made.commands.length).toBeLessThanOrEqual(12);
    const { loop } = (await seen(made.phone)).policy;
    expect(loop?.cause).toBe('loses_key');
    const pause = Date.parse(loop?.pausedUntil ?? '') - engine.engine.now().getTime();
    expect(pause).toBeGreaterThan(2 * PAUSE_MS);
    const where = { deviceKey: made.phone.config.deviceId.toLowerCase(), type: 'policy_loop_stopped' };
    expect(await db.deviceEvent.count({ where })).toBe(1);
  });

  it('is tried again at once when an administrator says so', async () => {
    const made = await goRound({ keepsPolicyKey: false });
    await made.stopped();
    made.phone.habits = { ...made.phone.habits, keepsPolicyKey: true };
    await retryPolicy(consoleContext(db), { deviceId: await idOf(made.phone), reason: 'The mail app was updated' });
    made.endPause();
    await made.phone.waitUntil(isServed);
    expect(await seen(made.phone)).toMatchObject({ policyState: 'applied', policy: { loop: null } });
  });

  it('gets its mail where devices that do not comply are let in, and is shown as a loop all the same', async () => {
    const made = await goRound({ keepsPolicyKey: false, provisionsFirst: false }, { allowNonProvisionable: true });
    await made.phone.waitUntil((phone) => isServed(phone) && made.mails() >= 24);
    expect(await seen(made.phone)).toMatchObject({ policyState: 'looping', policy: { loop: { cause: 'loses_key' } } });
  });
});

it('a phone that provisions properly again and again, since its policy is edited again and again, is no loop', async () => {
  const made = await switchOn({});
  let { policy } = made;
  for (let length = 7; length < 15; length += 1) {
    await made.phone.waitUntil(isServed);
    await until(async () => engine.engine.held.isWatched(made.phone.config.user));
    const key = made.phone.client.policyKey;
    policy = await edit({ ...made, policy }, { settings: { MinDevicePasswordLength: length } });
    await made.phone.waitUntil(({ client }) => client.policyKey !== key && client.policyKey !== 0);
  }
  await made.phone.waitUntil(isServed);
  expect(await seen(made.phone)).toMatchObject({ policyState: 'applied', policy: { rounds: 0, loop: null } });
});
