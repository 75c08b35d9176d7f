import { describe, expect, it } from 'vitest';
import { consoleContext, deviceOf, givePolicy, order, until, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { updatePolicy } from '@/lib/domain/policies/update-policy';
import { retryPolicy } from '@/lib/domain/policies/retry-policy';
import { WBXML_POLICY_TYPE as policyType } from '@/lib/protocol/eas/provision';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);
const settings = { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 };
const ROUNDS = 30;

const strictPhone = async () => {
  const phone = engine.phone();
  const policy = await givePolicy(db, phone.user, { settings, allowNonProvisionable: false });
  return { phone, policy };
};

const eventsOf = async (phone: EasClient) => {
  const where = { deviceKey: phone.deviceId.toLowerCase(), type: { startsWith: 'policy_' } };
  const events = await db.deviceEvent.findMany({ where, orderBy: { id: 'asc' } });
  return events.map(({ type, details }) => ({ type, details }));
};

const fetchPolicy = (phone: EasClient) => phone.provision({ policies: [{ policyType }] });

/** Fetches, refuses, and comes back at once: what a phone does whose owner puts off choosing a password. */
async function refuse(phone: EasClient): Promise<number> {
  const told = await fetchPolicy(phone);
  const policyKey = told.response?.policies?.[0]?.policyKey;
  if (policyKey === undefined) return told.http;
  await phone.provision({ policies: [{ policyType, policyKey, status: 3 }] });
  return told.http;
}

type Habit = (phone: EasClient) => Promise<number>;
const habits: [string, Habit, string][] = [
  ['refuses the policy', refuse, 'refuses'],
  ['never acknowledges it', async (phone) => (await fetchPolicy(phone)).http, 'no_answer'],
  ['ignores the demand', async (phone) => (await phone.folderSync('0')).http, 'ignores_demand'],
];

describe.each(habits)('a phone that %s thirty times in a row', (_what, habit, cause) => {
  async function goRound() {
    const { phone, policy } = await strictPhone();
    const answers: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) answers.push(await habit(phone));
    return { phone, policy, answers };
  }

  it('is told to wait after five rounds, and one event says why', async () => {
    const { phone, answers } = await goRound();
    expect(answers).toEqual(Array.from({ length: ROUNDS }, (_, round) => (round < 5 ? 200 : 503)));
    const events = await eventsOf(phone);
    expect(events.length).toBeLessThanOrEqual(12);
    const stops = events.filter(({ type }) => type === 'policy_loop_stopped');
    expect(stops).toMatchObject([{ details: { cause } }]);
    expect((await deviceOf(db, phone)).policyState).toBe('LOOPING');
  });

  it('still gets a wipe while it is stopped, and reports it', async () => {
    const { phone } = await goRound();
    const { id } = await order(db, phone, 'wipe');
    expect((await phone.folderSync('0')).response?.status).toBe(140);
    expect((await phone.provision({})).response).toMatchObject({ remoteWipe: true });
    await phone.provision({ remoteWipe: { status: 1 } });
    expect((await db.deviceCommand.findUniqueOrThrow({ where: { id } })).state).toBe('ACKNOWLEDGED');
    expect(await deviceOf(db, phone)).toMatchObject({ policyState: 'NONE', policyStops: 0, policyPausedUntil: null });
  });

  it('is served again at once when its policy changes', async () => {
    const { phone, policy } = await goRound();
    const { id: policyId, name, description, version } = policy;
    await updatePolicy(consoleContext(db), {
      policyId,
      name,
      description,
      version,
      allowNonProvisionable: false,
      treatPartialAsCompliant: false,
      treatExternalAsCompliant: false,
      refreshIntervalHours: null,
      settings: { ...policy.settings, MinDevicePasswordLength: 4 },
    });
    expect((await fetchPolicy(phone)).response?.policies?.[0]?.policyKey).toBeGreaterThan(0);
  });

  it('is served again at once when an administrator says so, and can then follow', async () => {
    const { phone } = await goRound();
    const { id: deviceId } = await deviceOf(db, phone);
    await retryPolicy(consoleContext(db), { deviceId, reason: 'The owner has chosen a password' });
    const policyKey = (await fetchPolicy(phone)).response?.policies?.[0]?.policyKey;
    const done = await phone.provision({ policies: [{ policyType, policyKey, status: 1 }] });
    phone.policyKey = done.response?.policies?.[0]?.policyKey ?? 0;
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });
});

describe('a phone that is stopped', () => {
  it('is told how long to wait, and gets no data from any command meanwhile', async () => {
    const { phone } = await strictPhone();
    for (let round = 0; round < 6; round += 1) await refuse(phone);
    const answer = await fetchPolicy(phone);
    expect(answer.http).toBe(503);
    expect((await phone.folderSync('0')).http).toBe(503);
    await until(async () => (await deviceOf(db, phone)).policyPausedUntil);
  });

  it('is tried again after the pause', async () => {
    const { phone } = await strictPhone();
    for (let round = 0; round < 6; round += 1) await refuse(phone);
    engine.passTime(5 * 60_000);
    expect((await fetchPolicy(phone)).http).toBe(200);
  });

  it('is let in where its policy is lenient', async () => {
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings, allowNonProvisionable: true });
    for (let round = 0; round < 7; round += 1) await fetchPolicy(phone);
    expect((await fetchPolicy(phone)).http).toBe(503);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });
});
