import { PolicySettings } from '@/lib/domain/policies/contract';

/** Nothing of a policy that a person sets is deeper than this. */
export type SnapshotValue = string | number | boolean | null;

type Described = {
  name: string;
  description: string;
  allowNonProvisionable: boolean;
  refreshIntervalHours: number | null;
  settings: unknown;
};

/** Everything that a person sets in a policy, one level deep: what the history shows before and after. */
export function policySnapshot(policy: Described): Record<string, SnapshotValue> {
  const { name, description, allowNonProvisionable, refreshIntervalHours, settings } = policy;
  return { name, description, allowNonProvisionable, refreshIntervalHours, ...PolicySettings.parse(settings) };
}

type Snapshot = Readonly<Record<string, SnapshotValue>>;

export type SnapshotChange = { name: string; before: SnapshotValue; after: SnapshotValue };

/** Entries that differ, in the order of the first snapshot. Both have the same names. */
export function snapshotChanges(before: Snapshot, after: Snapshot): SnapshotChange[] {
  return Object.keys(before)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }));
}
