import type { Database, Transaction } from '@/lib/db/client';

/** Any constant that no other advisory lock of the product uses. */
const PEOPLE_LOCK = 7_201_001;

/**
 * Makes this transaction the only one that changes who the administrators are, until it ends. "One first administrator"
 * and "never without an administrator" are about rows that another transaction may be changing or adding, so that no
 * index can hold them. Take it before the lock of the history, which every change takes last.
 */
export async function lockPeople(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK})`;
}

/** Whether anybody can administer: the set-up link stands open until then, and the last one may not go. */
export async function hasAdministrator(db: Database | Transaction, exceptId?: string): Promise<boolean> {
  const found = await db.administrator.findFirst({
    where: { role: 'ADMINISTRATOR', deactivatedAt: null, id: exceptId === undefined ? undefined : { not: exceptId } },
    select: { id: true },
  });
  return found !== null;
}
