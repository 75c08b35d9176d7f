import type { Transaction } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { upperCase } from '@/lib/domain/enum-case';
import { CHAIN_START, auditHash } from '@/lib/domain/history/audit-hash';
import { canonicalJson } from '@/lib/domain/history/canonical-json';
import type { AuditAction, TargetKind } from '@/lib/domain/history/contract';
import { storableText } from '@/lib/domain/history/storable-text';
import { signalConsole } from '@/lib/domain/send-signals';

// Implementation notes
// - One writer at a time: the advisory lock is held until the transaction ends, so that sequence and link are decided
//   on what has really been committed. Without it two rows would name the same predecessor.
// - Lock order everywhere: device row, command row, then this. So call it after the change; whoever changes rows
//   afterwards risks a deadlock.
// - Lock and read are two statements: in READ COMMITTED each takes its snapshot when it starts, and a read in the same
//   statement as the lock would not see the row that the lock waited for.

/** Names the advisory lock of the chain: "audi" in ASCII. */
const CHAIN_LOCK = 0x61_75_64_69;

/** What a history event says besides who, when and from where, which come from the context. */
export interface AuditInput {
  action: AuditAction;
  /** `name` as people know it at this moment: the history must be readable when the target is gone. */
  target: { kind: TargetKind; id: string | null; name: string };
  mailbox?: string | null;
  deviceKey?: string | null;
  reason?: string | null;
  /** Only what changed, never a secret. */
  before?: Readonly<Record<string, unknown>> | null;
  after?: Readonly<Record<string, unknown>> | null;
}

/**
 * Writes a history event as the next link of the chain, in the transaction of the change that it tells of: both are
 * there or neither. The only writer of the history. Call it once the change is made, and change nothing afterwards.
 */
export async function appendAudit(tx: Transaction, ctx: DomainContext, input: AuditInput): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHAIN_LOCK})`;
  const last = await tx.auditEvent.findFirst({
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  });
  const event = {
    sequence: (last?.sequence ?? 0n) + 1n,
    at: ctx.now(),
    ...who(ctx),
    action: input.action,
    targetKind: input.target.kind,
    targetId: storable(input.target.id),
    targetName: storableText(input.target.name),
    mailbox: storable(input.mailbox),
    deviceKey: storable(input.deviceKey),
    reason: storable(input.reason),
    before: snapshot(input.before),
    after: snapshot(input.after),
    previousHash: last?.hash ?? CHAIN_START,
  };
  await tx.auditEvent.create({
    data: {
      ...event,
      before: event.before ?? Prisma.DbNull,
      after: event.after ?? Prisma.DbNull,
      hash: auditHash(event),
    },
    select: { sequence: true },
  });
  await signalConsole(tx, { topic: 'history' });
}

function who({ actor, address, requestId }: DomainContext) {
  return {
    actorKind: upperCase(actor.kind),
    actorId: storableText(actor.id),
    actorName: storableText(actor.name),
    actorRole: actor.role && upperCase(actor.role),
    address: storable(address),
    requestId: storableText(requestId),
  };
}

const storable = (text: string | null | undefined) => (text === null || text === undefined ? null : storableText(text));

/** As it will be read back, so that what is hashed is what is stored. */
function snapshot(value: AuditInput['before']): Prisma.JsonObject | null {
  if (!value) return null;
  // The canonical JSON of an object parses to an object.
  return JSON.parse(canonicalJson(value)) as Prisma.JsonObject;
}
