import type { GroupMove } from '@/lib/domain/mailboxes/change-groups';

const NAMED_MAILBOXES = 20;

/** How many mailboxes came into a group and left it, for the history, with the first names of each. */
export function movedNames(moves: readonly GroupMove[], groupId: string): Record<string, number | string[]> {
  const named = (moved: readonly GroupMove[]) => moved.slice(0, NAMED_MAILBOXES).map(({ name }) => name);
  const joined = moves.filter(({ after }) => after === groupId);
  const left = moves.filter(({ before }) => before === groupId);
  return {
    joined: joined.length,
    left: left.length,
    ...(joined.length > 0 && { joinedNames: named(joined) }),
    ...(left.length > 0 && { leftNames: named(left) }),
  };
}
