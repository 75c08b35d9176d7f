import { z } from 'zod';
import type { AuditEvent } from '@/lib/db/generated/client';
import { lowerCase } from '@/lib/domain/enum-case';
import { AuditAction, Snapshot, TargetKind } from '@/lib/domain/history/contract';
import type { AuditEntry } from '@/lib/domain/history/contract';

/** What the database holds as text or JSON; `appendAudit` has written it, and anything else is a fault. */
const Stored = z.object({ action: AuditAction, targetKind: TargetKind, before: Snapshot, after: Snapshot });

/** The row as console and API show it. */
export function toAuditEntry(row: AuditEvent): AuditEntry {
  return {
    ...Stored.parse(row),
    sequence: row.sequence.toString(),
    at: row.at.toISOString(),
    actorKind: lowerCase(row.actorKind),
    actorId: row.actorId,
    actorName: row.actorName,
    actorRole: row.actorRole && lowerCase(row.actorRole),
    address: row.address,
    requestId: row.requestId,
    targetId: row.targetId,
    targetName: row.targetName,
    mailbox: row.mailbox,
    deviceKey: row.deviceKey,
    reason: row.reason,
    hash: row.hash,
  };
}
