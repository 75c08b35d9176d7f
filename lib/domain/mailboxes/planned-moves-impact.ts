import type { Database } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import type { PolicyState } from '@/lib/db/generated/enums';
import { isActive } from '@/lib/domain/exceptions/active-exceptions';
import { PolicySettingName, PolicySettings, type AffectedDevices } from '@/lib/domain/policies/contract';
import { mustProvisionAgain, type PolicyTerms } from '@/lib/domain/policies/policy-effect';
import { withoutSettings } from '@/lib/domain/policies/without-settings';

const NAMED_DEVICES = 20;

/** Devices that have the same policies in force, now and then, and stand the same way to them. */
type Kind = {
  before: string | null;
  after: string | null;
  exemptBefore: string;
  exemptAfter: string;
  protocolVersion: string;
  policyHash: string | null;
  policyState: PolicyState;
  count: number;
};

/**
 * The devices that would have to provision again if these mailboxes changed their group, as `plannedMoves` says, with the
 * policy and the exceptions of the group. One query for the number and one for the names, however many there are.
 */
export async function plannedMovesImpact(db: Database, now: Date, moves: Prisma.Sql): Promise<AffectedDevices> {
  const kinds = await db.$queryRaw<Kind[]>`
    SELECT d.before, d.after, d.exempt_before AS "exemptBefore", d.exempt_after AS "exemptAfter",
      d.protocol_version AS "protocolVersion", d.policy_hash AS "policyHash", d.policy_state::text AS "policyState",
      count(*)::int AS count
    FROM (${movedDevices(now, moves)}) d
    WHERE d.before IS DISTINCT FROM d.after OR d.exempt_before <> d.exempt_after
    GROUP BY 1, 2, 3, 4, 5, 6, 7`;
  const terms = await findTerms(db, kinds);
  const termsOf = (id: string | null, exemptKey: string): PolicyTerms | null => {
    const policy = id === null ? undefined : terms.get(id);
    return policy ? { ...policy, settings: withoutSettings(policy.settings, namesIn(exemptKey)) } : null;
  };
  const concerned = kinds.filter((kind) =>
    mustProvisionAgain(
      { ...kind, exemptSettings: [] },
      termsOf(kind.before, kind.exemptBefore),
      termsOf(kind.after, kind.exemptAfter),
    ),
  );
  if (concerned.length === 0) return { count: 0, devices: [] };
  return {
    count: concerned.reduce((total, { count }) => total + count, 0),
    devices: await nameDevices(db, movedDevices(now, moves), concerned),
  };
}

/** SQL: the devices of mailboxes that move, with the policies in force and the settings exempt from them, now and then. */
function movedDevices(now: Date, moves: Prisma.Sql): Prisma.Sql {
  const groupNow = Prisma.sql`t.before`;
  const groupThen = Prisma.sql`t.after`;
  return Prisma.sql`
    SELECT d.id, d.device_type, d.model, d.friendly_name, d.protocol_version, d.policy_hash, d.policy_state,
      t.name AS mailbox,
      ${policyIn(now, groupNow)} AS before, ${policyIn(now, groupThen)} AS after,
      ${exemptIn(now, groupNow)} AS exempt_before, ${exemptIn(now, groupThen)} AS exempt_after
    FROM ${moves} t JOIN device d ON d.mailbox_id = t.id
    LEFT JOIN policy_assignment own ON own.mailbox_id = t.id
    LEFT JOIN policy fallback ON fallback.is_default
    WHERE d.removed_at IS NULL`;
}

const holds = (now: Date, group: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(e.mailbox_id = t.id OR e.group_id = ${group}) AND ${isActive('e', now)}`;

/** SQL: id of the policy in force if the mailbox is in this group; `effectivePolicy` says the same. */
function policyIn(now: Date, group: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE
    WHEN EXISTS (SELECT FROM policy_exception e WHERE cardinality(e.settings) = 0 AND ${holds(now, group)}) THEN NULL
    ELSE coalesce(own.policy_id, (SELECT a.policy_id FROM policy_assignment a WHERE a.group_id = ${group}), fallback.id)
  END`;
}

function exemptIn(now: Date, group: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce((
    SELECT string_agg(DISTINCT s.name COLLATE "C", ',' ORDER BY s.name COLLATE "C")
    FROM policy_exception e, unnest(e.settings) AS s (name) WHERE ${holds(now, group)}), '')`;
}

async function findTerms(db: Database, kinds: readonly Kind[]): Promise<ReadonlyMap<string, PolicyTerms>> {
  const ids = new Set(kinds.flatMap(({ before, after }) => [before, after]).filter((id) => id !== null));
  const rows = await db.policy.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      settings: true,
      allowNonProvisionable: true,
      treatPartialAsCompliant: true,
      treatExternalAsCompliant: true,
    },
  });
  return new Map(rows.map(({ id, ...row }) => [id, { ...row, settings: PolicySettings.parse(row.settings) }]));
}

const namesIn = (key: string): PolicySettingName[] =>
  key === '' ? [] : key.split(',').map((name) => PolicySettingName.parse(name));

async function nameDevices(
  db: Database,
  moved: Prisma.Sql,
  kinds: readonly Kind[],
): Promise<AffectedDevices['devices']> {
  const texts = (of: (kind: Kind) => string | null) => kinds.map((kind) => of(kind) ?? '');
  return db.$queryRaw<AffectedDevices['devices']>`
    SELECT d.id, d.mailbox, coalesce(nullif(d.friendly_name, ''), nullif(d.model, ''), d.device_type) AS name
    FROM (${moved}) d
    WHERE (coalesce(d.before::text, ''), coalesce(d.after::text, ''), d.exempt_before, d.exempt_after, d.protocol_version,
        coalesce(d.policy_hash, ''), d.policy_state::text) IN (
      SELECT * FROM unnest(
        ${texts(({ before }) => before)}::text[], ${texts(({ after }) => after)}::text[],
        ${texts(({ exemptBefore }) => exemptBefore)}::text[], ${texts(({ exemptAfter }) => exemptAfter)}::text[],
        ${texts(({ protocolVersion }) => protocolVersion)}::text[], ${texts(({ policyHash }) => policyHash)}::text[],
        ${texts(({ policyState }) => policyState)}::text[]))
    ORDER BY 3, 2, 1
    LIMIT ${NAMED_DEVICES}::int`;
}
