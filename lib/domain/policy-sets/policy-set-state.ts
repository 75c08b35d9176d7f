import type { Transaction } from '@/lib/db/client';
import { PolicySettings, type PolicyInput } from '@/lib/domain/policies/contract';
import { editedPolicyColumns } from '@/lib/domain/policies/policy-columns';
import type { PolicySet } from '@/lib/domain/policy-sets/contract';

/** More policies and assignments than anybody keeps apart. */
const POLICY_LIMIT = 1000;
const ASSIGNMENT_LIMIT = 200_000;

/** A mailbox or group that has a policy of its own, or is to have one. */
export type Holder = { kind: 'group' | 'mailbox'; id: string; name: string };

export type SavedPolicy = {
  id: string;
  version: number;
  isDefault: boolean;
  input: PolicyInput;
  holders: Holder[];
};

/** All that is saved about policies and who has them, by name, at one moment. */
export type PolicySetState = {
  policies: ReadonlyMap<string, SavedPolicy>;
  /** The groups and mailboxes that a set names, as far as they are there. */
  groupIds: ReadonlyMap<string, string>;
  mailboxIds: ReadonlyMap<string, string>;
};

const select = { id: true, ...editedPolicyColumns, isDefault: true } as const;

/**
 * Reads the state that a set is compared with. The caller sees to it that all of it is of one moment: by the isolation of
 * the transaction, or by the lock that writers take.
 *
 * @param set whose groups and mailboxes are looked up; null: none
 */
export async function loadPolicySetState(tx: Transaction, set: PolicySet | null): Promise<PolicySetState> {
  const rows = await tx.policy.findMany({ select, orderBy: { id: 'asc' }, take: POLICY_LIMIT + 1 });
  const holders = await loadHolders(tx);
  // A state that was read in part would be taken for what there is.
  if (rows.length > POLICY_LIMIT) throw new RangeError(`More than ${POLICY_LIMIT} policies`);
  const policies = rows.map(({ id, isDefault, version, settings, ...rest }): [string, SavedPolicy] => {
    const input: PolicyInput = { ...rest, settings: PolicySettings.parse(settings) };
    return [rest.name, { id, version, isDefault, input, holders: holders.get(id) ?? [] }];
  });
  const named = (kind: 'groups' | 'mailboxes') => (set?.policies ?? []).flatMap((policy) => policy[kind] ?? []);
  const groups = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM mailbox_group WHERE name = ANY(${named('groups')}::text[])`;
  const mailboxes = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM mailbox WHERE name = ANY(${named('mailboxes')}::text[])`;
  const byName = (list: { id: string; name: string }[]) => new Map(list.map(({ id, name }) => [name, id]));
  return { policies: new Map(policies), groupIds: byName(groups), mailboxIds: byName(mailboxes) };
}

async function loadHolders(tx: Transaction): Promise<Map<string, Holder[]>> {
  const rows = await tx.$queryRaw<(Holder & { policyId: string })[]>`
    SELECT a.policy_id AS "policyId", CASE WHEN a.group_id IS NULL THEN 'mailbox' ELSE 'group' END AS kind,
      coalesce(a.group_id, a.mailbox_id) AS id, coalesce(g.name, m.name) AS name
    FROM policy_assignment a
    LEFT JOIN mailbox m ON m.id = a.mailbox_id
    LEFT JOIN mailbox_group g ON g.id = a.group_id
    ORDER BY 3
    LIMIT ${ASSIGNMENT_LIMIT + 1}::int`;
  if (rows.length > ASSIGNMENT_LIMIT) throw new RangeError(`More than ${ASSIGNMENT_LIMIT} assignments`);
  const holders = new Map<string, Holder[]>();
  for (const { policyId, ...holder } of rows) {
    const known = holders.get(policyId);
    if (known) known.push(holder);
    else holders.set(policyId, [holder]);
  }
  return holders;
}
