import { PolicyInput, type PolicySettings, type PolicyView } from '@/lib/domain/policies/contract';

/** A number field can be empty while it is edited, whether that can be saved or not. */
type Editable<Value> = Value extends number | null ? number | null : Value;
type Edited = PolicySettings &
  Pick<PolicyView, 'name' | 'description' | 'allowNonProvisionable' | 'refreshIntervalHours'>;

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
export function toDraft({ settings, name, description, allowNonProvisionable, refreshIntervalHours }: PolicyView) {
  return { ...settings, name, description, allowNonProvisionable, refreshIntervalHours } satisfies PolicyDraft;
}

/** The draft as the contract wants it; `issues` names the entries that it does not accept. */
export function parseDraft({
  name,
  description,
  allowNonProvisionable,
  refreshIntervalHours,
  ...settings
}: PolicyDraft) {
  const result = PolicyInput.safeParse({ name, description, allowNonProvisionable, refreshIntervalHours, settings });
  const issues = new Set(result.error?.issues.map((issue) => String(issue.path.at(-1))));
  return { input: result.data, issues };
}

/** Entries that differ, in the editor's order. */
export function draftChanges(before: PolicyDraft, after: PolicyDraft): DraftChange[] {
  return draftNames(before)
    .filter((name) => !Object.is(before[name], after[name]))
    .map((name) => ({ name, before: before[name], after: after[name] }));
}

/** The edits that still say something else than `base`: an entry put back to what it was is no edit. */
export function editsAgainst(base: PolicyDraft, edits: DraftEdits): DraftEdits {
  const changed = draftNames(base).filter((name) => name in edits && !Object.is(edits[name], base[name]));
  return Object.fromEntries(changed.map((name) => [name, edits[name]]));
}

function draftNames(draft: PolicyDraft): DraftName[] {
  // Object.keys widens to string; a draft has the entries of its type and no others.
  return Object.keys(draft) as DraftName[];
}
