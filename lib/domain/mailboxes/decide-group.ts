import { matchesPattern } from '@/lib/domain/access/matches-pattern';

/** A group as far as it decides who is in it. */
export interface PatternGroup {
  id: string;
  position: number;
  patterns: readonly string[];
}

export interface GroupSubject {
  /** In lower case, as it is stored. */
  name: string;
  choice: 'automatic' | 'by_hand';
  /** What a person chose; means nothing for an automatic one. */
  chosenGroupId: string | null;
}

/** The group of a mailbox, and why it is that one. */
export type GroupDecision =
  | { why: 'by_hand'; groupId: string | null }
  | { why: 'pattern'; groupId: string; pattern: string }
  | { why: 'no_match'; groupId: null };

/**
 * What a person chose, or else the first group by position of which a pattern matches the name. `matching_group` in the
 * database says the same.
 */
export function decideGroup(subject: GroupSubject, groups: readonly PatternGroup[]): GroupDecision {
  if (subject.choice === 'by_hand') return { why: 'by_hand', groupId: subject.chosenGroupId };
  for (const { id, patterns } of groups.toSorted(byPosition)) {
    const pattern = firstMatch(subject.name, patterns);
    if (pattern !== null) return { why: 'pattern', groupId: id, pattern };
  }
  return { why: 'no_match', groupId: null };
}

/** The first of the patterns that the name is as, or null. */
export function firstMatch(name: string, patterns: readonly string[]): string | null {
  return patterns.find((pattern) => matchesPattern(name, pattern)) ?? null;
}

/** Ids tell apart what has the same position. Both are compared as PostgreSQL does. */
function byPosition(one: PatternGroup, other: PatternGroup): number {
  return one.position - other.position || (one.id < other.id ? -1 : 1);
}
