import type { AuditEntry } from '@/lib/domain/history/contract';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const yesNo = (isSo: boolean) => (isSo ? 'yes' : 'no');

/**
 * What the sentences of `history.actions` choose and fill in, taken from what the entry says was before and after.
 * Dates stay ISO; the caller puts them into the reader's form.
 */
export function sentenceValues({ before, after, targetName }: Pick<AuditEntry, 'before' | 'after' | 'targetName'>) {
  const isRole = text(before?.role) !== text(after?.role);
  const isName = text(before?.name) !== text(after?.name);
  const endAt = text(after?.expiresAt) || text(after?.endsAt) || text(after?.until);
  const [group, groupBefore] = [text(after?.group), text(before?.group)];
  const former = text(before?.default);
  // Who has a policy: each entry names a mailbox or group, and the policy it has now.
  const holders = Object.values(after ?? {});
  return {
    role: text(after?.role),
    roleBefore: text(before?.role),
    name: text(after?.name),
    nameBefore: text(before?.name),
    change: isRole && isName ? 'both' : isRole ? 'role' : 'name',
    by: text(after?.by),
    purpose: text(before?.purpose),
    because: text(after?.because),
    endAt,
    hasEnd: yesNo(endAt !== ''),
    kind: text(after?.kind),
    method: text(after?.method),
    proof: text(after?.proof),
    status: text(after?.status),
    access: text(after?.access),
    times: number(after?.count),
    minutes: number(after?.minutes),
    joined: number(after?.joined),
    left: number(after?.left),
    moved: number(after?.moved),
    choice: text(after?.groupChoice),
    count: Object.keys(after ?? {}).length,
    former,
    hasFormer: yesNo(former !== ''),
    added: holders.filter((policy) => policy === targetName).length,
    removed: holders.filter((policy) => policy === null).length,
    approvedBy: text(after?.approvedBy),
    group,
    groupBefore,
    holder: group === '' ? 'mailbox' : 'group',
    scope: Array.isArray(after?.settings) ? 'settings' : 'all',
    move: groupBefore === '' ? 'in' : group === '' ? 'out' : 'over',
    isFiltered: yesNo(holders.some((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value)))),
  };
}
