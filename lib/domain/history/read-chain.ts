import type { Database } from '@/lib/db/client';
import type { AuditEvent, Prisma } from '@/lib/db/generated/client';

const BATCH_SIZE = 1000;

/**
 * The history in batches of 1,000, oldest first, up to the row that was the last when it began: what is written meanwhile
 * cannot keep it busy for ever. Memory stays the same however long the history is.
 */
export async function* readChain(db: Database, where: Prisma.AuditEventWhereInput = {}): AsyncGenerator<AuditEvent[]> {
  const last = await db.auditEvent.findFirst({ orderBy: { sequence: 'desc' }, select: { sequence: true } });
  if (!last) return;
  // Below every number, so that rows which claim a place before the first are read as well.
  let after = -(2n ** 63n);
  for (;;) {
    const batch = await db.auditEvent.findMany({
      where: { AND: [where, { sequence: { gt: after, lte: last.sequence } }] },
      orderBy: { sequence: 'asc' },
      take: BATCH_SIZE,
    });
    if (batch.length > 0) yield batch;
    const end = batch.at(-1);
    if (!end || batch.length < BATCH_SIZE) return;
    after = end.sequence;
  }
}
