import type { AffectedDevices } from '@/lib/domain/policies/contract';
import type { SnapshotValue } from '@/lib/domain/policies/policy-snapshot';
import type { PlannedPolicy, PolicySetPlan } from '@/lib/domain/policy-sets/contract';
import { printable } from './render';

/** What applying would do, in lines: policies, default, who gets which, and what becomes of the devices. */
export function describePolicyPlan(plan: PolicySetPlan): string {
  const { policies, assignments, others, impact } = plan;
  const lines = [
    ...policies.flatMap(describePolicy),
    ...(plan.default ? [`* default policy: ${named(plan.default.before)} -> ${named(plan.default.after)}`] : []),
    ...assignments.map(({ kind, name, before, after }) => `* ${kind} ${name}: ${named(before)} -> ${named(after)}`),
    ...(plan.hasChanges ? [''] : ['Nothing to change.']),
    ...(plan.hasChanges ? describeImpact(impact) : []),
    ...(others.length > 0 ? [`Not in the file, and left as they are: ${others.map(quoted).join(', ')}.`] : []),
    ...(plan.hasChanges ? [`Plan: ${plan.token}`] : []),
  ];
  return lines.map(printable).join('\n');
}

const signs = { create: '+', change: '~', delete: '-' } as const;

function describePolicy({ name, action, changes }: PlannedPolicy): string[] {
  const note = { create: ' is added', change: ' is changed', delete: ' is deleted' }[action];
  return [
    `${signs[action]} policy ${quoted(name)}${note}`,
    ...changes.map((change) => {
      const after = spell(change.after);
      return `    ${change.name}: ${action === 'create' ? after : `${spell(change.before)} -> ${after}`}`;
    }),
  ];
}

function describeImpact({ provisionAgain, fallOut, loseAccess, otherPolicy }: PolicySetPlan['impact']): string[] {
  const { devices } = otherPolicy;
  const moved = devices.map((device) => ({
    ...device,
    name: `${device.name} [${named(device.before)} -> ${named(device.after)}]`,
  }));
  return [
    ...describeDevices('have to provision again', provisionAgain),
    ...describeDevices('fall out of compliance until they have confirmed', fallOut),
    ...describeDevices('get no more mail with the answer they gave', loseAccess),
    ...describeDevices('get another policy', { count: otherPolicy.count, devices: moved }),
  ];
}

function describeDevices(what: string, { count, devices }: AffectedDevices): string[] {
  const more = count - devices.length;
  return [
    `Devices that ${what}: ${count}`,
    ...devices.map(({ name, mailbox }) => `    ${name} (${mailbox})`),
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ];
}

const quoted = (name: string): string => JSON.stringify(name);
const named = (policy: string | null): string => (policy === null ? 'none' : quoted(policy));

/** As it would stand in the file, on one line; `null` means no limit. */
function spell(value: SnapshotValue): string {
  return typeof value === 'string' || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
