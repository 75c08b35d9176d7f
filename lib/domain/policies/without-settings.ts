import { PolicySettings, type PolicySettingName } from '@/lib/domain/policies/contract';

const initial = PolicySettings.parse({});

/** Kept by identity, so that the hash of what comes out is computed once as well. */
const reduced = new WeakMap<PolicySettings, Map<string, PolicySettings>>();
/** Sets of settings in use at a time for one policy. */
const SETS_KEPT = 100;

/**
 * The settings with those named put back to what a device has that was never told anything. Names must be sorted; none
 * named gives the settings themselves.
 */
export function withoutSettings(settings: PolicySettings, names: readonly PolicySettingName[]): PolicySettings {
  if (names.length === 0) return settings;
  const known = reduced.get(settings) ?? new Map<string, PolicySettings>();
  reduced.set(settings, known);
  const key = names.join();
  const found = known.get(key);
  if (found) return found;
  const result: PolicySettings = { ...settings, ...Object.fromEntries(names.map((name) => [name, initial[name]])) };
  if (known.size < SETS_KEPT) known.set(key, result);
  return result;
}
