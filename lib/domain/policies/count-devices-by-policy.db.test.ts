import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { PolicyRules, PolicySettings } from '@/lib/domain/policies/contract';
import { devicesWithPolicy, standingsWithPolicy } from '@/lib/domain/policies/count-devices-by-policy';
import { effectivePolicy, type PolicySource } from '@/lib/domain/policies/effective-policy';
import { useDatabase } from '@/scripts/testing/database';
import { TestClock } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const now = new TestClock().now();

/** Around this instant and on it: the edges are where two ways of saying the same come apart. */
const instants = [-2, -1, 0, 1, 2].map((hours) => new Date(now.getTime() + hours * 3_600_000));
const terms = instants.flatMap((startsAt) =>
  [...instants.filter((end) => end > startsAt), null].flatMap((endsAt) =>
    [...instants, null].map((endedAt) => ({ startsAt, endsAt, endedAt })),
  ),
);
const situations = [null, ...terms].flatMap((term) =>
  [true, false].flatMap((own) => [true, false].map((grouped) => ({ id: randomUUID(), term, own, grouped }))),
);

const policy = async (name: string): Promise<PolicySource> => {
  const settings = PolicySettings.parse({});
  const { id } = await db.policy.create({ data: { name, settings } });
  return { id, name, settings, ...PolicyRules.parse({}) };
};
const [own, common, fallback] = [await policy('Own'), await policy('Common'), await policy('Fallback')];

async function seedSituations(): Promise<void> {
  const group = await db.group.create({ data: { name: 'Group' } });
  await db.policyAssignment.create({ data: { policyId: common.id, groupId: group.id } });
  await db.mailbox.createMany({
    data: situations.map(({ id, grouped }) => ({
      id,
      name: `${id}@example.org`,
      groupId: grouped ? group.id : null,
      groupChoice: 'BY_HAND' as const,
    })),
  });
  await db.policyAssignment.createMany({
    data: situations.filter((each) => each.own).map(({ id }) => ({ policyId: own.id, mailboxId: id })),
  });
  await db.policyException.createMany({
    data: situations.flatMap(({ id, term }) =>
      term ? [{ ...term, mailboxId: id, reason: 'r', approvedBy: 'a', createdBy: 'c' }] : [],
    ),
  });
  const phone = { easDeviceId: 'PHONE', deviceKey: 'phone', deviceType: 'iPhone', protocolVersion: '16.1' };
  // The device has the id of its mailbox, to find its situation again.
  await db.device.createMany({ data: situations.map(({ id }) => ({ ...phone, id, mailboxId: id })) });
  // Removed ones do not count, not even those that lists show as wiped.
  const gone = situations.slice(0, 2).map(({ id }) => ({ ...phone, mailboxId: id, deviceKey: 'gone', removedAt: now }));
  await db.device.createMany({
    data: gone.map((device, at) => ({ ...device, ...(at > 0 && { blockReason: 'WIPED' as const }) })),
  });
}

it('finds the same policy in SQL as effectivePolicy does, with and without a default policy', async () => {
  await seedSituations();
  for (const defaultPolicy of [null, fallback]) {
    if (defaultPolicy) await db.policy.update({ where: { id: defaultPolicy.id }, data: { isDefault: true } });
    const rows = await db.$queryRaw<{ id: string; effective_policy_id: string | null }[]>`${devicesWithPolicy(now)}`;
    const found = new Map(rows.map((row) => [row.id, row.effective_policy_id]));
    const standings = await db.$queryRaw<{ device_id: string; effective_policy_id: string | null }[]>`
      ${standingsWithPolicy(now)}`;
    expect(new Map(standings.map((row) => [row.device_id, row.effective_policy_id]))).toEqual(found);
    const wrong = situations.filter((situation) => {
      const sources = {
        exceptions: situation.term ? [{ id: randomUUID(), settings: [], ...situation.term }] : [],
        mailboxPolicy: situation.own ? own : null,
        groupPolicy: situation.grouped ? common : null,
        defaultPolicy,
      };
      return found.get(situation.id) !== effectivePolicy(sources, now).policyId;
    });
    expect(wrong).toEqual([]);
  }
  expect(situations.length).toBeGreaterThan(300);
});
