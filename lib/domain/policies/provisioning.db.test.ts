import { describe, expect, it } from 'vitest';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { acknowledgePolicy } from '@/lib/domain/policies/acknowledge-policy';
import { PolicySettings, type PolicyRules } from '@/lib/domain/policies/contract';
import { countPolicyDemand } from '@/lib/domain/policies/count-demand';
import { issuePolicy } from '@/lib/domain/policies/issue-policy';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db } = await useDatabase();
const { phone, helpdesk, clock } = testContexts(db);
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

describe('repeated demands', () => {
  const demand = async (device: DeviceFacts) => (await countPolicyDemand(phone, await again(device))).isLooping;
  const demands = async (device: DeviceFacts, count: number) => {
    const results: boolean[] = [];
    for (let index = 0; index < count; index += 1) results.push(await demand(device));
    return results;
  };

  it('are stopped after five without progress, shown, and not written down any further', async () => {
    const { device } = await phoneWithPolicy();
    expect(await demands(device, 8)).toEqual([false, false, false, false, false, true, true, true]);
    expect(await again(device)).toMatchObject({ policyState: 'looping', policyDemands: 6 });
    const demanded = Array.from({ length: 5 }, () => 'policy_demanded');
    expect(await eventsOf(device)).toEqual([...demanded, 'policy_loop_stopped']);
  });

  it('are counted anew after ten quiet minutes', async () => {
    const { device } = await phoneWithPolicy();
    expect(await demands(device, 5)).not.toContain(true);
    clock.advance({ minutes: 10 });
    expect(await demands(device, 5)).not.toContain(true);
  });

  it('stay stopped for an hour, although the phone is told its policy meanwhile', async () => {
    const { device } = await phoneWithPolicy();
    await demands(device, 6);
    await issuePolicy(phone, await again(device), '16.1');
    clock.advance({ minutes: 59 });
    expect(await demand(device)).toBe(true);
    expect((await again(device)).policyState).toBe('looping');
    clock.advance({ minutes: 1 });
    expect(await demand(device)).toBe(false);
  });

  it('begin again at once when the policy changes', async () => {
    const { device, policyId } = await phoneWithPolicy();
    await demands(device, 5);
    await issuePolicy(phone, await again(device), '16.1');
    expect(await demand(device)).toBe(true);
    await db.policy.update({ where: { id: policyId }, data: { settings: { MinDevicePasswordLength: 4 } } });
    expect(await demand(device)).toBe(false);
  });

  it('are forgotten when the device acknowledges', async () => {
    const { device } = await phoneWithPolicy();
    await demands(device, 6);
    const { temporaryKey } = await issuePolicy(phone, await again(device), '16.1');
    await acknowledgePolicy(phone, await again(device), { temporaryKey, clientStatus: 1 });
    expect(await again(device)).toMatchObject({ policyState: 'applied', policyDemands: 0, policyDemandsSince: null });
    expect(await demand(device)).toBe(false);
  });

  it('begin again for a device that was refused and whose policy is then eased', async () => {
    const { device, policyId } = await phoneWithPolicy({ allowNonProvisionable: false });
    await demands(device, 6);
    const { temporaryKey } = await issuePolicy(phone, await again(device), '16.1');
    await acknowledgePolicy(phone, await again(device), { temporaryKey, clientStatus: 3 });
    expect(await demand(device)).toBe(true);
    await db.policy.update({ where: { id: policyId }, data: { settings: {} } });
    expect(await demand(device)).toBe(false);
  });
});
