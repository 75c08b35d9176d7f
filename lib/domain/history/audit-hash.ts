import { createHash } from 'node:crypto';
import type { AuditEvent } from '@/lib/db/generated/client';
import { canonicalJson } from '@/lib/domain/history/canonical-json';

/** `previousHash` of the first row. */
export const CHAIN_START = '0'.repeat(64);

/** A row of the history without its own hash. */
export type UnsealedAuditEvent = Omit<AuditEvent, 'hash'>;

/**
 * The hash that seals a row: SHA-256, hex, over the hash of the row before and the canonical JSON of every other column.
 * The names of the columns are part of it, so a column added later must be left out of older rows' hashes.
 */
export function auditHash(event: UnsealedAuditEvent): string {
  const content = canonicalJson({
    sequence: event.sequence,
    at: event.at,
    actorKind: event.actorKind,
    actorId: event.actorId,
    actorName: event.actorName,
    actorRole: event.actorRole,
    address: event.address,
    requestId: event.requestId,
    action: event.action,
    targetKind: event.targetKind,
    targetId: event.targetId,
    targetName: event.targetName,
    mailbox: event.mailbox,
    deviceKey: event.deviceKey,
    reason: event.reason,
    before: event.before,
    after: event.after,
  });
  return createHash('sha256').update(`${event.previousHash}\n${content}`).digest('hex');
}
