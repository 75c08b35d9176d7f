import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Prisma } from '@/lib/db/generated/client';
import { devicesWithPolicy } from '@/lib/domain/policies/count-devices-by-policy';
import { effectivePolicy, type PolicySource } from '@/lib/domain/policies/effective-policy';
import { PolicySettings } from '@/lib/domain/policies/contract';
import { TestClock } from '@/scripts/testing/domain/test-context';
import { useDatabase } from '@/scripts/testing/database';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db } = await useDatabase();
const now = new TestClock().now();
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

/** Around this instant and on it: the edges are where two ways of saying the same come apart. */
const instant = fc.constantFrom(-2, -1, 0, 1, 2).map(inHours);
const term = fc
  .record({
    startsAt: instant,
    endsAt: fc.option(instant, { nil: null }),
    endedAt: fc.option(instant, { nil: null }),
  })
  .filter(({ startsAt, endsAt }) => endsAt === null || endsAt > startsAt);
const situation = fc.record({
  own: fc.boolean(),
  grouped: fc.boolean(),
  fallback: fc.boolean(),
  exceptions: fc.array(term, { maxLength: 2 }),
});

it('finds the same policy in SQL as effectivePolicy does for every mix of sources', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(situation, async ({ own, grouped, fallback, exceptions }) => {
      count += 1;
      await db.policy.updateMany({ data: { isDefault: false } });
      const policy = (name: string, isDefault = false) =>
        db.policy.create({ data: { name: `${name} ${count}`, settings: {}, isDefault } });
      const group = await db.group.create({ data: { name: `Group ${count}` } });
      const mailbox = await db.mailbox.create({ data: { name: `mailbox${count}@example.org`, groupId: group.id } });
      const device = await seedDevice(db, { mailbox: mailbox.name, easDeviceId: 'PHONE' });
      const sources = {
        mailboxPolicy: own ? toSource(await policy('Own')) : null,
        groupPolicy: grouped ? toSource(await policy('Grouped')) : null,
        defaultPolicy: fallback ? toSource(await policy('Fallback', true)) : null,
        exceptions: await Promise.all(
          exceptions.map((exception) =>
            db.policyException.create({
              data: { ...exception, mailboxId: mailbox.id, reason: 'r', approvedBy: 'a', createdBy: 'c' },
            }),
          ),
        ),
      };
      const { mailboxPolicy, groupPolicy } = sources;
      if (mailboxPolicy)
        await db.policyAssignment.create({ data: { policyId: mailboxPolicy.id, mailboxId: mailbox.id } });
      if (groupPolicy) await db.policyAssignment.create({ data: { policyId: groupPolicy.id, groupId: group.id } });
      const found = await db.$queryRaw<{ effective_policy_id: string | null }[]>`
        SELECT e.effective_policy_id FROM (${devicesWithPolicy(now)}) e ${Prisma.sql`WHERE e.id = ${device.id}::uuid`}`;
      expect(found).toEqual([{ effective_policy_id: effectivePolicy(sources, now).policyId }]);
    }),
    { numRuns: 60 },
  );
});

function toSource(row: { id: string; name: string }): PolicySource {
  return {
    id: row.id,
    name: row.name,
    settings: PolicySettings.parse({}),
    allowNonProvisionable: true,
    refreshIntervalHours: null,
  };
}
