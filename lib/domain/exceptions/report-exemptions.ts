import { Prisma } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { isActive } from '@/lib/domain/exceptions/active-exceptions';
import type { ExemptionReport, ExemptMailbox } from '@/lib/domain/exceptions/contract';
import { requirePermission } from '@/lib/domain/permissions';
import { PolicySettingName } from '@/lib/domain/policies/contract';

const SHOWN = 1000;
const BATCH = 1000;

/**
 * Who is exempt at this moment: every mailbox, also by its group, with each exception that holds for it.
 *
 * @throws DomainError `permission_denied`
 */
export async function reportExemptions(ctx: DomainContext): Promise<ExemptionReport> {
  requirePermission(ctx.actor, 'exception:read');
  const now = ctx.now();
  const [{ total } = { total: 0 }] = await ctx.db.$queryRaw<{ total: number }[]>`
    SELECT count(DISTINCT r.mailbox)::int AS total FROM (${exempt(now)}) r`;
  const mailboxes = await readBatch(ctx, { now, after: null, limit: SHOWN });
  return { at: now.toISOString(), total, mailboxes };
}

/**
 * The same without a limit, for a file.
 *
 * @throws DomainError `permission_denied` before the first
 */
export async function* exportExemptions(ctx: DomainContext): AsyncGenerator<ExemptMailbox> {
  requirePermission(ctx.actor, 'exception:read');
  const now = ctx.now();
  let after: ExemptMailbox | null = null;
  for (;;) {
    const batch: ExemptMailbox[] = await readBatch(ctx, { now, after, limit: BATCH });
    yield* batch;
    after = batch.at(-1) ?? null;
    if (batch.length < BATCH) return;
  }
}

/** A mailbox comes once for each exception. */
const exempt = (now: Date) => Prisma.sql`
  SELECT m.name AS mailbox, m.display_name AS "displayName", e.id AS "exceptionId", g.name AS "group", e.settings,
    e.reason, e.approved_by AS "approvedBy", e.starts_at AS "startsAt", e.ends_at AS "endsAt", m.id AS mailbox_id
  FROM policy_exception e
    LEFT JOIN mailbox_group g ON g.id = e.group_id
    JOIN mailbox m ON m.id = e.mailbox_id OR m.group_id = e.group_id
  WHERE ${isActive('e', now)}`;

type Row = Omit<ExemptMailbox, 'startsAt' | 'endsAt' | 'settings'> & {
  settings: string[];
  startsAt: Date;
  endsAt: Date | null;
};

type Batch = { now: Date; after: Pick<ExemptMailbox, 'mailbox' | 'exceptionId'> | null; limit: number };

async function readBatch(ctx: DomainContext, { now, after, limit }: Batch): Promise<ExemptMailbox[]> {
  const isNext = after
    ? Prisma.sql`(r.mailbox, r."exceptionId") > (${after.mailbox}, ${after.exceptionId}::uuid)`
    : Prisma.sql`TRUE`;
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT r.mailbox, r."displayName", r."exceptionId", r."group", r.settings, r.reason, r."approvedBy", r."startsAt",
      r."endsAt",
      (SELECT count(*)::int FROM device d WHERE d.mailbox_id = r.mailbox_id AND d.removed_at IS NULL) AS "deviceCount"
    FROM (${exempt(now)}) r WHERE ${isNext}
    ORDER BY r.mailbox, r."exceptionId" LIMIT ${limit}`;
  return rows.map(({ settings, startsAt, endsAt, ...row }) => ({
    ...row,
    settings: PolicySettingName.array().parse(settings),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
  }));
}
