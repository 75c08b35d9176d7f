import { describe, expect, it } from 'vitest';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { acknowledgePolicy } from '@/lib/domain/policies/acknowledge-policy';
import { PolicySettings, type PolicyRules } from '@/lib/domain/policies/contract';
import { countPolicyRound } from '@/lib/domain/policies/count-policy-round';
import { issuePolicy } from '@/lib/domain/policies/issue-policy';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { retryPolicy } from '@/lib/domain/policies/retry-policy';
import { settlePolicyRounds } from '@/lib/domain/policies/settle-policy-rounds';
import { useDatabase } from '@/scripts/testing/database';
import { outcomes } from '@/scripts/testing/outcomes';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db } = await useDatabase();
const { phone, helpdesk, administrator, clock } = testContexts(db);
const settings = { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 };

async function phoneWithPolicy(policy: Partial<PolicyRules> = {}) {
  const device = await connectPhone(phone);
  const name = `policy of ${device.mailbox}`;
  const { id } = await db.policy.create({ data: { name, settings, ...policy } });
  await db.policyAssignment.create({ data: { policyId: id, mailboxId: device.mailboxId } });
  return { device: await again(device), policyId: id, policyName: name };
}

async function again(device: DeviceFacts): Promise<DeviceFacts> {
  const facts = await findDeviceFacts(phone, device);
  if (!facts) throw new Error('The device is gone');
  return facts;
}

const eventsOf = async ({ deviceKey }: DeviceFacts) => {
  const events = await db.deviceEvent.findMany({ where: { deviceKey }, orderBy: { id: 'asc' } });
  return events.map((event) => event.type);
};

describe('a policy that is told and acknowledged', () => {
  it('gives a permanent key that stands for exactly what was told', async () => {
    const { device, policyName } = await phoneWithPolicy();
    const { temporaryKey, hash } = await issuePolicy(phone, device, '16.1');
    expect(hash).toBe(policyHash(PolicySettings.parse(settings), '16.1'));
    const told = await again(device);
    expect(told).toMatchObject({ policyState: 'told', temporaryPolicyKey: temporaryKey, policyKey: null });

    const result = await acknowledgePolicy(phone, told, { temporaryKey, clientStatus: 1 });
    const done = await again(device);
    expect(result).toEqual({ outcome: 'accepted', key: done.policyKey });
    expect(done.policyKey).not.toBe(temporaryKey);
    expect(done).toMatchObject({
      policyState: 'applied',
      policyHash: hash,
      policyKeyAt: clock.now(),
      temporaryPolicyKey: null,
      temporaryPolicyHash: null,
    });
    expect(await db.device.findUniqueOrThrow({ where: { id: device.id } })).toMatchObject({
      policyName,
      policyToldAt: clock.now(),
      policyAnsweredAt: clock.now(),
    });
    expect(await eventsOf(device)).toEqual(['policy_told', 'policy_acknowledged']);
  });

  it('stands for what was told, not for what the policy has become before the acknowledgement', async () => {
    const { device, policyId } = await phoneWithPolicy();
    const { temporaryKey, hash } = await issuePolicy(phone, device, '16.1');
    await db.policy.update({ where: { id: policyId }, data: { settings: { MinDevicePasswordLength: 8 } } });
    await acknowledgePolicy(phone, await again(device), { temporaryKey, clientStatus: 1 });
    expect((await again(device)).policyHash).toBe(hash);
  });

  it('gives the same temporary key when the first phase is repeated, and another for other settings', async () => {
    const { device, policyId } = await phoneWithPolicy();
    const first = await issuePolicy(phone, device, '16.1');
    expect(await issuePolicy(phone, await again(device), '16.1')).toEqual(first);
    await db.policy.update({ where: { id: policyId }, data: { settings: { MinDevicePasswordLength: 8 } } });
    expect((await issuePolicy(phone, await again(device), '16.1')).temporaryKey).not.toBe(first.temporaryKey);
  });

  it('accepts a temporary key once, and no other', async () => {
    const { device } = await phoneWithPolicy();
    const { temporaryKey } = await issuePolicy(phone, device, '16.1');
    const told = await again(device);
    const wrong = { temporaryKey: temporaryKey + 1, clientStatus: 1 };
    expect(await acknowledgePolicy(phone, told, wrong)).toEqual({ outcome: 'wrong_key' });
    const answer = { temporaryKey, clientStatus: 1 };
    const both = await Promise.all([acknowledgePolicy(phone, told, answer), acknowledgePolicy(phone, told, answer)]);
    expect(both.map((each) => each.outcome).toSorted((a, b) => a.localeCompare(b))).toEqual(['accepted', 'wrong_key']);
    expect(await eventsOf(device)).toEqual(['policy_told', 'policy_acknowledged']);
  });

  it('tells a device under an exception that nothing is demanded any more', async () => {
    const { device } = await phoneWithPolicy();
    const { mailboxId } = device;
    await db.policyException.create({
      data: { mailboxId, reason: 'r', approvedBy: 'a', createdBy: 'c', startsAt: clock.now() },
    });
    const exempt = await again(device);
    const { hash } = await issuePolicy(phone, exempt, '16.1');
    expect(hash).toBe(policyHash(null, '16.1'));
    expect((await db.device.findUniqueOrThrow({ where: { id: device.id } })).policyName).toBeNull();
  });

  it('leaves a pending command with the key that the device has now', async () => {
    const { device } = await phoneWithPolicy();
    const { temporaryKey } = await issuePolicy(phone, device, '16.1');
    await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason: 'lost' });
    await acknowledgePolicy(phone, device, { temporaryKey, clientStatus: 1 });
    const facts = await again(device);
    expect(facts.openCommand?.policyKey).toBe(facts.policyKey);
  });
});

describe('a device that does not comply', () => {
  it.each([
    [2, 'partial', 'policy_partly_applied', 139],
    [3, 'refused', 'policy_refused', 139],
    [4, 'external', 'policy_managed_elsewhere', 145],
    [77, 'refused', 'policy_refused', 139],
  ] as const)('is let in or refused for Status %i as its policy says, and shown as %s', async (...row) => {
    const [clientStatus, policyState, event, easStatus] = row;
    const lenient = await phoneWithPolicy({ allowNonProvisionable: true });
    const strict = await phoneWithPolicy({ allowNonProvisionable: false });
    const outcomeOf = async ({ device }: { device: DeviceFacts }) => {
      const { temporaryKey } = await issuePolicy(phone, device, '16.1');
      return acknowledgePolicy(phone, await again(device), { temporaryKey, clientStatus });
    };
    expect(await outcomeOf(lenient)).toMatchObject({ outcome: 'accepted' });
    expect(await outcomeOf(strict)).toEqual({ outcome: 'refused', easStatus });
    expect(await again(lenient.device)).toMatchObject({ policyState, policyKey: expect.any(Number) });
    expect(await again(strict.device)).toMatchObject({ policyState, policyKey: null, temporaryPolicyKey: null });
    expect(await eventsOf(strict.device)).toEqual(['policy_told', event]);
  });
});

describe('a policy that takes an answer for compliance', () => {
  it.each([
    ['treatPartialAsCompliant', 2],
    ['treatExternalAsCompliant', 4],
  ] as const)('lets %s in although others that do not comply stay out', async (rule, accepted) => {
    const outcomes: [number, string][] = [];
    for (const clientStatus of [1, 2, 3, 4]) {
      const { device } = await phoneWithPolicy({ allowNonProvisionable: false, [rule]: true });
      const { temporaryKey } = await issuePolicy(phone, device, '16.1');
      const { outcome } = await acknowledgePolicy(phone, await again(device), { temporaryKey, clientStatus });
      if (outcome === 'accepted') outcomes.push([clientStatus, (await again(device)).policyState]);
    }
    expect(outcomes).toEqual([
      [1, 'applied'],
      [accepted, accepted === 2 ? 'partial' : 'external'],
    ]);
  });
});

describe('rounds without progress', () => {
  const round = async (device: DeviceFacts, kind: 'demand' | 'document' = 'demand') =>
    (await countPolicyRound(phone, await again(device), kind)).retryAfterSeconds;
  const rounds = async (device: DeviceFacts, count: number, kind: 'demand' | 'document' = 'demand') => {
    const results: (number | null)[] = [];
    for (let i = 0; i < count; i += 1) results.push(await round(device, kind));
    return results;
  };
  const causeOf = async ({ id }: DeviceFacts) => (await db.device.findUniqueOrThrow({ where: { id } })).policyLoopCause;

  it('are stopped after five, for five minutes, and written down once', async () => {
    const { device } = await phoneWithPolicy();
    expect(await rounds(device, 8)).toEqual([null, null, null, null, null, 300, 300, 300]);
    expect(await again(device)).toMatchObject({ policyState: 'looping', policyDemands: 6 });
    expect(await causeOf(device)).toBe('IGNORES_DEMAND');
    expect(await eventsOf(device)).toEqual(['policy_demanded', 'policy_loop_stopped']);
  });

  it('are counted anew after ten quiet minutes', async () => {
    const { device } = await phoneWithPolicy();
    expect(await rounds(device, 5)).toEqual([null, null, null, null, null]);
    clock.advance({ minutes: 10 });
    expect(await rounds(device, 5)).toEqual([null, null, null, null, null]);
  });

  it('pause the phone for longer each time, an hour at most, and it waits a quarter of an hour at a time', async () => {
    const { device } = await phoneWithPolicy();
    await rounds(device, 6, 'document');
    const pauses: number[] = [];
    for (let pause = 0; pause < 5; pause += 1) {
      const { policyPausedUntil: until } = await again(device);
      if (until === null) throw new Error('The device is not stopped');
      const minutes = (until.getTime() - clock.now().getTime()) / 60_000;
      pauses.push(minutes);
      expect(await round(device, 'document')).toBe(Math.min(minutes, 15) * 60);
      clock.advance({ minutes: minutes });
      // Two more tries, in case one answer is lost.
      expect((await rounds(device, 3, 'document')).map((each) => each === null)).toEqual([true, true, false]);
    }
    expect(pauses).toEqual([5, 15, 30, 60, 60]);
    expect(await eventsOf(device)).toEqual(['policy_loop_stopped']);
    expect(await causeOf(device)).toBe('NO_ANSWER');
  });

  it('begin again at once when the policy or one of its rules changes', async () => {
    for (const data of [{ settings: { MinDevicePasswordLength: 4 } }, { treatPartialAsCompliant: true }]) {
      const { device, policyId } = await phoneWithPolicy();
      await rounds(device, 6);
      expect(await round(device)).toBe(300);
      await db.policy.update({ where: { id: policyId }, data });
      expect(await round(device)).toBeNull();
      expect(await again(device)).toMatchObject({ policyState: 'told', policyStops: 0, policyPausedUntil: null });
    }
  });

  it('are forgotten when the device comes with the key of its acknowledgement, also while it is stopped', async () => {
    const { device } = await phoneWithPolicy();
    const { temporaryKey } = await issuePolicy(phone, await again(device), '16.1');
    await rounds(device, 6);
    await acknowledgePolicy(phone, await again(device), { temporaryKey, clientStatus: 1 });
    expect(await again(device)).toMatchObject({ policyState: 'applied', policyDemands: 6, policyStops: 1 });
    await settlePolicyRounds(phone, await again(device));
    const forgotten = { policyDemands: 0, policyDemandsSince: null, policyStops: 0, policyPausedUntil: null };
    expect(await again(device)).toMatchObject({ policyState: 'applied', ...forgotten });
    expect(await causeOf(device)).toBeNull();
    expect(await round(device)).toBeNull();
  });

  it('of a device that acknowledges and loses its key are stopped all the same, with that cause, told once', async () => {
    const { device } = await phoneWithPolicy();
    const goRound = async () => {
      const { retryAfterSeconds, facts } = await countPolicyRound(phone, await again(device), 'document');
      if (retryAfterSeconds !== null) return retryAfterSeconds;
      const { temporaryKey } = await issuePolicy(phone, facts, '16.1');
      await acknowledgePolicy(phone, facts, { temporaryKey, clientStatus: 1 });
      return null;
    };
    const pauses: (number | null)[] = [];
    for (let i = 0; i < 7; i += 1) pauses.push(await goRound());
    expect(pauses).toEqual([null, null, null, null, null, 300, 300]);
    expect(await causeOf(device)).toBe('LOSES_KEY');
    expect((await again(device)).policyState).toBe('looping');
    clock.advance({ minutes: 5 });
    expect([await goRound(), await goRound(), await goRound()]).toEqual([null, null, 900]);
    expect((await eventsOf(device)).filter((type) => type === 'policy_loop_stopped')).toHaveLength(1);
  });

  it('that began for a newer key are not forgotten over the old one', async () => {
    const { device } = await phoneWithPolicy();
    const { temporaryKey } = await issuePolicy(phone, await again(device), '16.1');
    await acknowledgePolicy(phone, await again(device), { temporaryKey, clientStatus: 1 });
    await round(device);
    await settlePolicyRounds(phone, { ...(await again(device)), policyKey: 1 });
    expect(await again(device)).toMatchObject({ policyDemands: 1 });
  });

  it('of a device that refuses stay shown as a loop, with that cause', async () => {
    const { device } = await phoneWithPolicy({ allowNonProvisionable: false });
    for (let i = 0; i < 8; i += 1) {
      const { retryAfterSeconds, facts } = await countPolicyRound(phone, await again(device), 'document');
      if (retryAfterSeconds !== null) continue;
      const { temporaryKey } = await issuePolicy(phone, facts, '16.1');
      await acknowledgePolicy(phone, facts, { temporaryKey, clientStatus: 3 });
    }
    expect(await causeOf(device)).toBe('REFUSES');
    clock.advance({ minutes: 5 });
    const { facts } = await countPolicyRound(phone, await again(device), 'document');
    const { temporaryKey } = await issuePolicy(phone, facts, '16.1');
    await acknowledgePolicy(phone, facts, { temporaryKey, clientStatus: 3 });
    expect((await again(device)).policyState).toBe('looping');
    const events = await eventsOf(device);
    expect(events.filter((type) => type === 'policy_refused')).toHaveLength(5);
    expect(events.filter((type) => type === 'policy_loop_stopped')).toHaveLength(1);
  });

  it('stop a device once when requests cross', async () => {
    const { device } = await phoneWithPolicy();
    await rounds(device, 5);
    const facts = await again(device);
    await Promise.all(Array.from({ length: 4 }, () => countPolicyRound(phone, facts, 'demand')));
    expect(await again(device)).toMatchObject({ policyState: 'looping', policyStops: 1 });
    expect((await eventsOf(device)).filter((type) => type === 'policy_loop_stopped')).toHaveLength(1);
  });

  it('are tried again when an administrator says so, once, with a trace', async () => {
    const { device } = await phoneWithPolicy();
    await rounds(device, 6);
    const input = { deviceId: device.id, reason: 'The app was updated' };
    await expect(retryPolicy(helpdesk, input)).rejects.toMatchObject({ code: 'permission_denied' });
    const tried = await outcomes([retryPolicy(administrator, input), retryPolicy(administrator, input)]);
    expect(tried).toEqual(['device_not_looping', 'ok']);
    expect(await round(device)).toBeNull();
    const where = { action: 'policy_retried', deviceKey: device.deviceKey };
    expect(await db.auditEvent.findFirst({ where })).toMatchObject({ before: { cause: 'ignores_demand' } });
    expect(await db.auditEvent.count({ where })).toBe(1);
  });

  it('of a phone that comes under another DeviceId each time are stopped by counting its devices', async () => {
    const { device } = await phoneWithPolicy();
    const mailbox = device.mailbox;
    const stopped: boolean[] = [];
    for (let i = 0; i < 7; i += 1) {
      const other = await connectPhone(phone, { mailbox });
      stopped.push((await round(other)) !== null);
    }
    expect(stopped).toEqual([false, false, false, false, true, true, true]);
    expect(await db.device.count({ where: { mailboxId: device.mailboxId, policyLoopCause: 'CHANGES_ID' } })).toBe(3);
  });
});
