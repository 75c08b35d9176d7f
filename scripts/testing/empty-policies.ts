import type { Database } from '@/lib/db/client';

/** Takes away every policy, and all that could have one, for tests that are about all of them. */
export async function emptyPolicies(db: Database): Promise<void> {
  await db.policyAssignment.deleteMany();
  await db.device.deleteMany();
  await db.policy.deleteMany();
  await db.mailbox.deleteMany();
  await db.group.deleteMany();
}
