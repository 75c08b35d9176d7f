import {
  PolicyInput,
  type PolicyRules,
  type PolicySettings,
  type PolicyVersion,
  type PolicyView,
} from '@/lib/domain/policies/contract';

/** A number field can be empty while it is edited, whether that can be saved or not. */
type Editable<Value> = Value extends number | null ? number | null : Value;
type Edited = PolicySettings & PolicyRules & Pick<PolicyView, 'name' | 'description'>;

/** What the editor edits: everything that a person sets in a policy, one level deep. */
export type PolicyDraft = { [Name in keyof Edited]: Editable<Edited[Name]> };
export type DraftName = keyof PolicyDraft;
export type DraftValue = PolicyDraft[DraftName];
export type DraftEdits = Partial<PolicyDraft>;

export interface DraftChange {
  name: DraftName;
  before: DraftValue;
  after: DraftValue;
}

/** A saved policy as the editor starts with it. */
export function toDraft(policy: PolicyView | PolicyVersion) {
  const { name, description } = policy;
  return { name, description, ...demandsOf(policy) } satisfies PolicyDraft;
}

/** What a policy asks of phones and of the server, without what only people read. */
export function demandsOf({ settings, ...policy }: PolicyView | PolicyVersion) {
  const { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant, refreshIntervalHours } = policy;
  const rules = { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant, refreshIntervalHours };
  return { ...settings, ...rules } satisfies PolicySettings & PolicyRules;
}

/**
 * The draft as the contract wants it. `issues` names the entries that it does not accept; of a list with the first line
 * that is wrong, counted from 0, or null if it is the list as a whole.
 */
export function parseDraft({ name, description, ...demands }: PolicyDraft) {
  const {
    allowNonProvisionable,
    treatPartialAsCompliant,
    treatExternalAsCompliant,
    refreshIntervalHours,
    ...settings
  } = demands;
  const rules = { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant, refreshIntervalHours };
  const result = PolicyInput.safeParse({ name, description, ...rules, settings });
  const issues = new Map<string, number | null>();
  for (const { path } of result.error?.issues ?? []) {
    const [entry, line] = path[0] === 'settings' ? path.slice(1) : path;
    if (!issues.has(String(entry))) issues.set(String(entry), typeof line === 'number' ? line : null);
  }
  return { input: result.data, issues };
}

/** Entries that differ, in the editor's order. */
export function draftChanges(before: DraftEdits, after: DraftEdits): DraftChange[] {
  return draftNames(before).flatMap((name) => {
    const [one, other] = [before[name], after[name]];
    return one === undefined || other === undefined || isSameValue(one, other)
      ? []
      : [{ name, before: one, after: other }];
  });
}

/** The edits that still say something else than `base`: an entry put back to what it was is no edit. */
export function editsAgainst(base: PolicyDraft, edits: DraftEdits): DraftEdits {
  const changed = draftNames(base).filter((name) => {
    const value = edits[name];
    return value !== undefined && !isSameValue(value, base[name]);
  });
  return Object.fromEntries(changed.map((name) => [name, edits[name]]));
}

/** Lists are the same if they hold the same entries: neither their order nor a repeated line counts. */
export function isSameValue(one: DraftValue, other: DraftValue): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return Object.is(one, other);
  const [ours, theirs] = [new Set(one), new Set(other)];
  return ours.size === theirs.size && [...ours].every((entry) => theirs.has(entry));
}

function draftNames(draft: DraftEdits): DraftName[] {
  // Holds: a draft has no other keys, TypeScript only cannot know.
  return Object.keys(draft) as DraftName[];
}
