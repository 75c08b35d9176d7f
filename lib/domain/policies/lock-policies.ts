import type { Transaction } from '@/lib/db/client';

/** Any constant that no other advisory lock of the product uses. */
const POLICIES_LOCK = 7_201_002;

/**
 * Makes this transaction the only one that changes policies, which of them is the default, and who has which, until it
 * ends. These changes touch several rows each and are rare: taking turns is simpler than every pair of them being safe.
 * Take it before the lock of the history, which every change takes last.
 */
export async function lockPolicies(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${POLICIES_LOCK})`;
}
