import type { Transaction } from '@/lib/db/client';

/** The lock that the triggers of `mailbox_group` and `mailbox` take: see the migration `groups_by_pattern`. */
const GROUPS_LOCK = 7_201_003;

/**
 * Lets no mailbox come, and no other change of groups, until this transaction ends: who would move can then be read before
 * the change and stays true. Take it after the lock of the policies.
 */
export async function lockGroups(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${GROUPS_LOCK})`;
}
