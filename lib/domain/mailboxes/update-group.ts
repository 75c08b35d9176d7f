import { isUniqueViolation } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { changeGroups, type GroupChange } from '@/lib/domain/mailboxes/change-groups';
import type { GroupView, UpdateGroupInput } from '@/lib/domain/mailboxes/contract';
import { groupView } from '@/lib/domain/mailboxes/group-view';
import { movedNames } from '@/lib/domain/mailboxes/moved-names';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Gives a group that was seen at `version` another name, or other patterns, or both; what is left out stays. With the
 * patterns its members change, but for those that a person put there. Saving what is there already changes nothing.
 *
 * @throws DomainError `permission_denied`, `group_not_found`, `group_changed_meanwhile`, `group_name_taken`
 */
export async function updateGroup(ctx: DomainContext, input: UpdateGroupInput): Promise<GroupView> {
  requirePermission(ctx.actor, 'mailbox:manage');
  const { groupId, version } = input;
  return changeGroups(ctx, async (change) => {
    const select = { id: true, name: true, patterns: true, position: true, version: true } as const;
    const old = await change.tx.group.findUnique({ where: { id: groupId }, select });
    if (!old) throw new DomainError('group_not_found', groupId);
    // Groups are locked: whoever comes second waits, and finds another version.
    if (old.version !== version) {
      throw new DomainError('group_changed_meanwhile', `Group ${groupId} is no longer at version ${version}`);
    }
    const { name = old.name, patterns = old.patterns } = input;
    const isOther = !isSame(old.patterns, patterns);
    if (old.name !== name) await rename(change, old, name);
    if (isOther) await changePatterns(change, old, { ...old, name, patterns });
    if (old.name !== name || isOther) {
      await change.tx.group.update({ where: { id: groupId }, data: { version: version + 1 }, select: { id: true } });
    }
    return groupView.get(change.tx, groupId);
  });
}

type Group = { id: string; name: string; patterns: string[]; position: number };

async function rename({ tx, record }: GroupChange, { id, name: before }: Group, name: string): Promise<void> {
  await tx.group.update({ where: { id }, data: { name }, select: { id: true } }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new DomainError('group_name_taken', name, { cause: error }) : error;
  });
  record({
    action: 'group_renamed',
    target: { kind: 'group', id, name },
    before: { name: before },
    after: { name },
  });
  await signalConsole(tx, { topic: 'mailboxes', id });
}

async function changePatterns({ tx, record, carryOut }: GroupChange, old: Group, wanted: Group): Promise<void> {
  const { id, name, patterns, position } = wanted;
  const moves = await carryOut({ changed: [{ id, patterns, position }] }, () =>
    tx.group.update({ where: { id }, data: { patterns }, select: { id: true } }),
  );
  record({
    action: 'group_patterns_changed',
    target: { kind: 'group', id, name },
    before: { patterns: old.patterns },
    after: { patterns, ...movedNames(moves, id) },
  });
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((pattern, index) => pattern === other[index]);
