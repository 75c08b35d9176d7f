import type { Database } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import { CHAIN_START, auditHash } from '@/lib/domain/history/audit-hash';

/** Continues the chain by so many valid links in one write, past the domain, which would take them one by one. */
export async function lengthenHistory(db: Database, count: number): Promise<void> {
  const last = await db.auditEvent.findFirst({ orderBy: { sequence: 'desc' } });
  const rows: Prisma.AuditEventCreateManyInput[] = [];
  let previousHash = last?.hash ?? CHAIN_START;
  for (let index = 1; index <= count; index += 1) {
    const event = {
      sequence: (last?.sequence ?? 0n) + BigInt(index),
      at: new Date('2026-02-01T00:00:00.000Z'),
      actorKind: 'SYSTEM' as const,
      actorId: 'system',
      actorName: 'Mobileadmin',
      actorRole: null,
      address: null,
      requestId: null,
      action: 'policy_changed',
      targetKind: 'policy',
      targetId: null,
      targetName: 'filler',
      mailbox: null,
      deviceKey: null,
      reason: null,
      before: null,
      after: null,
      previousHash,
    };
    previousHash = auditHash(event);
    rows.push({ ...event, before: Prisma.DbNull, after: Prisma.DbNull, hash: previousHash });
  }
  await db.auditEvent.createMany({ data: rows });
}
