import type { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import type { MailboxView } from '@/lib/domain/mailboxes/contract';
import { lowerCase } from '@/lib/domain/enum-case';
import { countDevices } from '@/lib/domain/mailboxes/count-devices';
import { firstMatch } from '@/lib/domain/mailboxes/decide-group';
import {
  effectivePolicy,
  ExceptionSource,
  PolicySource,
  type EffectivePolicy,
} from '@/lib/domain/policies/effective-policy';

const policy = {
  select: {
    id: true,
    name: true,
    settings: true,
    allowNonProvisionable: true,
    treatPartialAsCompliant: true,
    treatExternalAsCompliant: true,
    refreshIntervalHours: true,
  },
} as const satisfies Prisma.PolicyDefaultArgs;

const exception = { id: true, settings: true, startsAt: true, endsAt: true, endedAt: true } as const;

const exceptionsAt = (now: Date) =>
  ({
    where: { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: exception,
    take: 100,
  }) satisfies Prisma.Mailbox$exceptionsArgs;

/** What a mailbox view is made of, with the exceptions that may be active at this instant. */
export function mailboxSelect(now: Date) {
  return {
    id: true,
    name: true,
    displayName: true,
    createdAt: true,
    groupChoice: true,
    group: {
      select: {
        id: true,
        name: true,
        patterns: true,
        assignment: { select: { policy } },
        exceptions: exceptionsAt(now),
      },
    },
    assignment: { select: { policy } },
    exceptions: exceptionsAt(now),
  } as const satisfies Prisma.MailboxSelect;
}

export type MailboxRow = Prisma.MailboxGetPayload<{ select: ReturnType<typeof mailboxSelect> }>;

type PolicyRow = Prisma.PolicyGetPayload<typeof policy>;

/** Mailboxes as the console shows them, with the policy in force and where that comes from, in the order of the rows. */
export async function toMailboxViews(
  ctx: Pick<DomainContext, 'db'>,
  rows: readonly MailboxRow[],
  now: Date,
): Promise<MailboxView[]> {
  const [defaultPolicy, deviceCounts] = await Promise.all([
    ctx.db.policy.findFirst({ where: { isDefault: true }, ...policy }),
    countDevices(
      ctx.db,
      rows.map(({ id }) => id),
    ),
  ]);
  return rows.map((row) => {
    const inForce = policyInForce(row, defaultPolicy, now);
    return {
      id: row.id,
      name: row.name,
      displayName: row.displayName,
      group: row.group && { id: row.group.id, name: row.group.name },
      groupChoice: lowerCase(row.groupChoice),
      groupPattern: row.group && row.groupChoice === 'AUTOMATIC' ? firstMatch(row.name, row.group.patterns) : null,
      policyName: inForce.name,
      policyOrigin: inForce.origin,
      deviceCount: deviceCounts.get(row.id) ?? 0,
      createdAt: row.createdAt.toISOString(),
    };
  });
}

function policyInForce(row: MailboxRow, defaultPolicy: PolicyRow | null, now: Date): EffectivePolicy {
  const source = (found: PolicyRow | null | undefined) => (found ? PolicySource.parse(found) : null);
  return effectivePolicy(
    {
      exceptions: ExceptionSource.array().parse([...row.exceptions, ...(row.group?.exceptions ?? [])]),
      mailboxPolicy: source(row.assignment?.policy),
      groupPolicy: source(row.group?.assignment?.policy),
      defaultPolicy: source(defaultPolicy),
    },
    now,
  );
}
