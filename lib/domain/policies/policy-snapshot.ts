import { PolicySettings, type PolicyRules } from '@/lib/domain/policies/contract';

/** Nothing of a policy that a person sets is deeper than this. */
export type SnapshotValue = string | number | boolean | null | string[];

type Described = PolicyRules & { name: string; description: string; settings: unknown };

/** Everything that a person sets in a policy, one level deep: what the history shows before and after. */
export function policySnapshot(policy: Described): Record<string, SnapshotValue> {
  const { name, description, settings, ...others } = policy;
  const { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant, refreshIntervalHours } = others;
  const rules = { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant, refreshIntervalHours };
  return { name, description, ...rules, ...PolicySettings.parse(settings) };
}

type Snapshot = Readonly<Record<string, SnapshotValue>>;

export type SnapshotChange = { name: string; before: SnapshotValue; after: SnapshotValue };

/** Entries that differ, in the order of the first snapshot. Both have the same names. */
export function snapshotChanges(before: Snapshot, after: Snapshot): SnapshotChange[] {
  return Object.keys(before)
    .filter((name) => !isSameValue(before[name], after[name]))
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }));
}

/** Lists are the same if their entries are. */
function isSameValue(one: SnapshotValue | undefined, other: SnapshotValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
