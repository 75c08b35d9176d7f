import type { DomainContext } from '@/lib/domain/context';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { updateMailbox } from '@/lib/domain/mailboxes/update-mailbox';
import { assignPolicy } from '@/lib/domain/policies/assign-policy';
import { PolicyInput, type PolicySettings } from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import type { Database } from '@/lib/db/client';
import type { DemoClock, DemoStep } from './demo-clock';

/** Groups with their policy. Most members are owners of phones of the fleet. */
const groups = [
  {
    name: 'Management',
    members: ['anna.keller@example.com', 'helen.marsh@example.com', 'mark.thompson@example.com'],
    policy: 'Executives',
    description: 'Long passcode, encryption, quick lock: these phones hold what must not be read by others.',
    settings: {
      DevicePasswordEnabled: true,
      MinDevicePasswordLength: 6,
      AllowSimpleDevicePassword: false,
      MaxInactivityTimeDeviceLock: 300,
      MaxDevicePasswordFailedAttempts: 10,
      RequireDeviceEncryption: true,
    },
  },
  {
    name: 'Warehouse',
    members: ['dora.szabo@example.com', 'karim.haddad@example.com', 'lev.aronov@example.com'],
    policy: 'Shared tablets',
    description: 'Several people use one device: it locks soon, and does not erase itself when someone mistypes.',
    settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 4, MaxInactivityTimeDeviceLock: 300 },
  },
] as const satisfies { settings: Partial<PolicySettings>; [name: string]: unknown }[];

/** Policies, groups and who is in them, as of three months ago. */
export function ruleSteps(db: Database, clock: DemoClock): DemoStep[] {
  return groups.map((group, index) => {
    const daysAgo = 90 - index;
    return { daysAgo, run: () => seedGroup(db, clock.administrator(daysAgo), group) };
  });
}

async function seedGroup(db: Database, ctx: DomainContext, plan: (typeof groups)[number]): Promise<void> {
  const { name, members, policy, description, settings } = plan;
  const group = await createGroup(ctx, { name });
  for (const member of members) {
    // A mailbox is otherwise made by the first phone; these may get theirs later.
    const data = { name: member, createdAt: ctx.now() };
    const { id } = await db.mailbox.upsert({ where: { name: member }, create: data, update: {}, select: { id: true } });
    await updateMailbox(ctx, { mailboxId: id, groupId: group.id });
  }
  const { id: policyId } = await createPolicy(ctx, PolicyInput.parse({ name: policy, description, settings }));
  await assignPolicy(ctx, { policyId, mailboxIds: [], groupIds: [group.id] });
}
