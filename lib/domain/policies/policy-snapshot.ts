import { PolicySettings } from '@/lib/domain/policies/contract';

type Described = {
  name: string;
  description: string;
  allowNonProvisionable: boolean;
  refreshIntervalHours: number | null;
  settings: unknown;
};

/** Everything that a person sets in a policy, one level deep: what the history shows before and after. */
export function policySnapshot(policy: Described): Record<string, unknown> {
  const { name, description, allowNonProvisionable, refreshIntervalHours, settings } = policy;
  return { name, description, allowNonProvisionable, refreshIntervalHours, ...PolicySettings.parse(settings) };
}

export type SnapshotChange = { name: string; before: unknown; after: unknown };

/** Entries that differ, in the order of the first snapshot. Both have the same names. */
export function snapshotChanges(before: Record<string, unknown>, after: Record<string, unknown>): SnapshotChange[] {
  return Object.keys(before)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name], after: after[name] }));
}
