import { AccessRuleInput, type AccessConditions } from '@/lib/domain/access/contract';
import type { AccessLevel } from '@/lib/domain/devices/contract';

/** Conditions that are lists: one entry a line. */
export const listConditions = ['deviceType', 'model', 'os', 'userAgent', 'network'] as const;
type ListCondition = (typeof listConditions)[number];
/** Conditions that are ranges of versions. */
export const rangeConditions = ['osVersion', 'protocolVersion'] as const;
type RangeCondition = (typeof rangeConditions)[number];

/** A rule as it is typed. */
export interface RuleDraft {
  id?: string;
  name: string;
  level: AccessLevel;
  isEnabled: boolean;
  lists: Record<ListCondition, string>;
  ranges: Record<RangeCondition, { from: string; below: string }>;
}

export type RuleError = 'name' | 'noCondition' | ListCondition | RangeCondition;

/** What is typed into an empty form, or to change a rule. */
export function toRuleDraft(rule?: AccessRuleInput): RuleDraft {
  const { conditions } = rule ?? {};
  const lines = (list: readonly string[] | undefined) => (list ?? []).join('\n');
  const range = (name: RangeCondition) => ({
    from: conditions?.[name]?.from ?? '',
    below: conditions?.[name]?.below ?? '',
  });
  return {
    ...(rule?.id !== undefined && { id: rule.id }),
    name: rule?.name ?? '',
    level: rule?.level ?? 'quarantined',
    isEnabled: rule?.isEnabled ?? true,
    lists: {
      deviceType: lines(conditions?.deviceType),
      model: lines(conditions?.model),
      os: lines(conditions?.os),
      userAgent: lines(conditions?.userAgent),
      network: lines(conditions?.network),
    },
    ranges: { osVersion: range('osVersion'), protocolVersion: range('protocolVersion') },
  };
}

/** The rule that was typed, or what is wrong with it: the contract decides. */
export function fromRuleDraft({ lists, ranges, ...draft }: RuleDraft): AccessRuleInput | ReadonlySet<RuleError> {
  const conditions: Record<string, unknown> = {};
  for (const name of listConditions) {
    const entries = lists[name]
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (entries.length > 0) conditions[name] = entries;
  }
  for (const name of rangeConditions) {
    const ends = Object.entries(ranges[name]).flatMap(([end, text]) => (text.trim() ? [[end, text.trim()]] : []));
    if (ends.length > 0) conditions[name] = Object.fromEntries(ends);
  }
  const parsed = AccessRuleInput.safeParse({ ...draft, conditions });
  if (parsed.success) return parsed.data;
  return new Set(parsed.error.issues.map(({ path }) => errorOf(path)));
}

function errorOf(path: readonly PropertyKey[]): RuleError {
  const name = [...listConditions, ...rangeConditions].find((each) => each === path[1]);
  if (path[0] === 'conditions') return name ?? 'noCondition';
  return 'name';
}

/** The conditions of a rule one by one, for a summary. */
export function conditionTexts(conditions: AccessConditions): { name: keyof AccessConditions; text: string }[] {
  const lists = listConditions.flatMap((name) => {
    const list = conditions[name];
    return list ? [{ name, text: list.join(', ') }] : [];
  });
  const ranges = rangeConditions.flatMap((name) => {
    const range = conditions[name];
    if (!range) return [];
    const ends = [range.from && `≥ ${range.from}`, range.below && `< ${range.below}`];
    return [{ name, text: ends.filter(Boolean).join(', ') }];
  });
  return [...lists, ...ranges];
}
