import type { Prisma } from '@/lib/db/generated/client';
import type { MailboxView } from '@/lib/domain/mailboxes/contract';
import { effectivePolicy, PolicySource, type EffectivePolicy } from '@/lib/domain/policies/effective-policy';

const policy = {
  select: { id: true, name: true, settings: true, allowNonProvisionable: true, refreshIntervalHours: true },
} as const satisfies Prisma.PolicyDefaultArgs;

const exception = { id: true, startsAt: true, endsAt: true, endedAt: true } as const;

/** What a mailbox view is made of, with the exceptions that may be active at this instant. */
export function mailboxSelect(now: Date) {
  return {
    id: true,
    name: true,
    displayName: true,
    createdAt: true,
    group: { select: { id: true, name: true, assignment: { select: { policy } } } },
    assignment: { select: { policy } },
    exceptions: {
      where: { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      select: exception,
      take: 100,
    },
    _count: { select: { devices: { where: { removedAt: null } } } },
  } as const satisfies Prisma.MailboxSelect;
}

export type MailboxRow = Prisma.MailboxGetPayload<{ select: ReturnType<typeof mailboxSelect> }>;

/** The select of the default policy, which is the same for every mailbox of a page. */
export const defaultPolicyQuery = { where: { isDefault: true }, ...policy } as const;
type PolicyRow = Prisma.PolicyGetPayload<typeof policy>;

/** A mailbox as the console shows it, with the policy in force and where that comes from. */
export function toMailboxView(row: MailboxRow, defaultPolicy: PolicyRow | null, now: Date): MailboxView {
  const inForce = policyInForce(row, defaultPolicy, now);
  return {
    id: row.id,
    name: row.name,
    displayName: row.displayName,
    group: row.group && { id: row.group.id, name: row.group.name },
    policyName: inForce.name,
    policyOrigin: inForce.origin,
    deviceCount: row._count.devices,
    createdAt: row.createdAt.toISOString(),
  };
}

function policyInForce(row: MailboxRow, defaultPolicy: PolicyRow | null, now: Date): EffectivePolicy {
  const source = (found: PolicyRow | null | undefined) => (found ? PolicySource.parse(found) : null);
  return effectivePolicy(
    {
      exceptions: row.exceptions,
      mailboxPolicy: source(row.assignment?.policy),
      groupPolicy: source(row.group?.assignment?.policy),
      defaultPolicy: source(defaultPolicy),
    },
    now,
  );
}
