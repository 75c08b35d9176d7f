import type { Transaction } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import { devicesWithPolicy } from '@/lib/domain/policies/count-devices-by-policy';
import { PolicySettingName, type AffectedDevices } from '@/lib/domain/policies/contract';
import { fallsOut, losesAccess, mustProvisionAgain, type PolicyTerms } from '@/lib/domain/policies/policy-effect';
import type { PolicyStanding } from '@/lib/domain/policies/policy-tolerance';
import type { Move } from '@/lib/domain/policy-sets/compare-policy-set';
import type { MovedDevices, PolicySetImpact } from '@/lib/domain/policy-sets/contract';

const NAMED_DEVICES = 20;

type TermsByName = ReadonlyMap<string, PolicyTerms>;

/** Policies by name as they are and as they are to be, and who moves from one to another. */
export type PlannedPolicies = {
  before: TermsByName;
  after: TermsByName;
  defaultBefore: string | null;
  defaultAfter: string | null;
  moves: readonly Move[];
};

/** Devices that have the same policies in force, now and then, and stand the same way to them. */
type Group = PolicyStanding & { before: string | null; after: string | null; count: number };

/**
 * What would become of the devices if all policies changed like this at once, by the rules of `previewPolicyChange`:
 * exceptions hold on, removed devices do not count. One query for the numbers and one for the names of each
 * answer that is not "nobody", however many devices there are.
 */
export async function measureImpact(tx: Transaction, now: Date, planned: PlannedPolicies): Promise<PolicySetImpact> {
  const groups = await countGroups(tx, now, planned);
  const termsBefore = (group: Group) => termsOf(planned.before, group.before);
  const termsAfter = (group: Group) => termsOf(planned.after, group.after);
  const among = (isConcerned: (group: Group) => boolean) =>
    nameDevices(tx, { now, planned, groups: groups.filter(isConcerned) });
  return {
    provisionAgain: withoutPolicies(
      await among((group) => mustProvisionAgain(group, termsBefore(group), termsAfter(group))),
    ),
    fallOut: withoutPolicies(await among((group) => fallsOut(group, termsBefore(group), termsAfter(group)))),
    loseAccess: withoutPolicies(await among((group) => losesAccess(group, termsBefore(group), termsAfter(group)))),
    otherPolicy: await among(({ before, after }) => before !== after),
  };
}

function termsOf(policies: TermsByName, name: string | null): PolicyTerms | null {
  if (name === null) return null;
  const terms = policies.get(name);
  // Nothing may take a policy that is missing for "no policy".
  if (!terms) throw new Error(`Policy ${name} is not there`);
  return terms;
}

async function countGroups(tx: Transaction, now: Date, planned: PlannedPolicies): Promise<Group[]> {
  const rows = await tx.$queryRaw<(Omit<Group, 'exemptSettings'> & { exemptKey: string })[]>`
    SELECT e.before, e.after, e.protocol_version AS "protocolVersion", e.policy_hash AS "policyHash",
      e.policy_state::text AS "policyState", e.exempt_key AS "exemptKey", count(*)::int AS count
    FROM (${plannedDevices(now, planned)}) e
    GROUP BY 1, 2, 3, 4, 5, 6`;
  return rows.map(({ exemptKey, ...group }) => {
    const names = exemptKey === '' ? [] : exemptKey.split(',');
    return { ...group, exemptSettings: names.map((name) => PolicySettingName.parse(name)) };
  });
}

/** SQL: every device with the names of the policies in force before and after. */
function plannedDevices(now: Date, { defaultBefore, defaultAfter, moves }: PlannedPolicies): Prisma.Sql {
  return Prisma.sql`
    SELECT d.*, CASE WHEN d.is_exempt THEN NULL ELSE coalesce(
        ${currentName('d.own_policy_id')}, ${currentName('d.group_policy_id')}, ${defaultBefore}::text) END AS before,
      CASE WHEN d.is_exempt THEN NULL ELSE coalesce(
        CASE WHEN own.holder IS NULL THEN ${currentName('d.own_policy_id')} ELSE nullif(own.policy, '') END,
        CASE WHEN grouped.holder IS NULL THEN ${currentName('d.group_policy_id')} ELSE nullif(grouped.policy, '') END,
        ${defaultAfter}::text) END AS after
    FROM (${devicesWithPolicy(now)}) d
    LEFT JOIN ${movesOf(moves, 'mailbox')} AS own (holder, policy) ON own.holder = d.mailbox_id
    LEFT JOIN ${movesOf(moves, 'group')} AS grouped (holder, policy) ON grouped.holder = d.group_id`;
}

const currentName = (column: 'd.own_policy_id' | 'd.group_policy_id'): Prisma.Sql =>
  Prisma.sql`(SELECT p.name FROM policy p WHERE p.id = ${Prisma.raw(column)})`;

/** No policy has an empty name, so that it can stand for none. */
function movesOf(moves: readonly Move[], kind: 'group' | 'mailbox'): Prisma.Sql {
  const own = moves.filter(({ holder }) => holder.kind === kind);
  return Prisma.sql`unnest(${own.map(({ holder }) => holder.id)}::uuid[], ${own.map(({ after }) => after ?? '')}::text[])`;
}

type Question = { now: Date; planned: PlannedPolicies; groups: readonly Group[] };

async function nameDevices(tx: Transaction, { now, planned, groups }: Question): Promise<MovedDevices> {
  if (groups.length === 0) return { count: 0, devices: [] };
  const texts = (of: (group: Group) => string | null) => groups.map((group) => of(group) ?? '');
  const devices = await tx.$queryRaw<MovedDevices['devices']>`
    SELECT e.id, e.mailbox, e.before, e.after,
      coalesce(nullif(e.friendly_name, ''), nullif(e.model, ''), e.device_type) AS name
    FROM (${plannedDevices(now, planned)}) e
    WHERE (coalesce(e.before, ''), coalesce(e.after, ''), e.protocol_version, coalesce(e.policy_hash, ''),
        e.policy_state::text, e.exempt_key) IN (
      SELECT * FROM unnest(
        ${texts(({ before }) => before)}::text[], ${texts(({ after }) => after)}::text[],
        ${texts(({ protocolVersion }) => protocolVersion)}::text[], ${texts(({ policyHash }) => policyHash)}::text[],
        ${texts(({ policyState }) => policyState)}::text[],
        ${texts(({ exemptSettings }) => exemptSettings.join())}::text[]))
    ORDER BY 5, 2, 1
    LIMIT ${NAMED_DEVICES}::int`;
  return { count: groups.reduce((total, { count }) => total + count, 0), devices };
}

function withoutPolicies({ count, devices }: MovedDevices): AffectedDevices {
  return { count, devices: devices.map(({ id, name, mailbox }) => ({ id, name, mailbox })) };
}
