import { addException } from '@/lib/domain/exceptions/add-exception';
import { GroupInput } from '@/lib/domain/mailboxes/contract';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { listGroups } from '@/lib/domain/mailboxes/list-groups';
import { orderGroups } from '@/lib/domain/mailboxes/order-groups';
import { PolicyInput } from '@/lib/domain/policies/contract';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { updatePolicy } from '@/lib/domain/policies/update-policy';
import type { Database } from '@/lib/db/client';
import type { DemoClock, DemoStep } from './demo-clock';
import { demoPhones } from './phones';

/** Groups that take their mailboxes by name, in the order in which somebody thought of them. */
const groups = [
  { name: 'Head office', patterns: ['*@example.com'], daysAgo: 87 },
  { name: 'External staff', patterns: ['partners.example.net', '*.extern@example.com'], daysAgo: 86 },
  { name: 'Meeting rooms', patterns: ['room-*@example.com'], daysAgo: 50 },
];
const others = ['luca.moretti@partners.example.net', 'room-zaha@example.com'];

/** Groups by pattern, and what was changed about groups and policies since. */
export function groupSteps(db: Database, clock: DemoClock): DemoStep[] {
  return [
    { daysAgo: 88, run: () => makeMailboxes(db, clock.at(88)) },
    ...groups.map(({ daysAgo, ...input }) => ({
      daysAgo,
      run: () => createGroup(clock.administrator(daysAgo), GroupInput.parse(input)),
    })),
    { daysAgo: 49.9, run: () => putRoomsFirst(clock, 49.9) },
    { daysAgo: 49.8, run: () => excuseRooms(db, clock, 49.8) },
    { daysAgo: 35, run: () => lockAfter(db, clock.administrator(35), 60) },
    // It was too much: the former version is restored.
    { daysAgo: 34, run: () => lockAfter(db, clock.administrator(34), 300) },
  ];
}

/** A mailbox is otherwise made by its first phone. */
async function makeMailboxes(db: Database, createdAt: Date): Promise<void> {
  const { partner, room } = demoPhones;
  const names = [partner.mailbox, room.mailbox, ...others];
  await db.mailbox.createMany({ data: names.map((name) => ({ name, createdAt })), skipDuplicates: true });
}

/** A group comes behind all others when it is made, and one before it takes everybody. */
async function putRoomsFirst(clock: DemoClock, daysAgo: number): Promise<void> {
  const ctx = clock.administrator(daysAgo);
  const former = (await listGroups(ctx)).groups;
  const isRooms = ({ name }: { name: string }) => name === 'Meeting rooms';
  const ids = (list: typeof former) => list.map(({ id }) => id);
  const groupIds = ids([...former.filter(isRooms), ...former.filter((group) => !isRooms(group))]);
  await orderGroups(ctx, { groupIds, formerGroupIds: ids(former) });
}

async function excuseRooms(db: Database, clock: DemoClock, daysAgo: number): Promise<void> {
  const { id: groupId } = await db.group.findUniqueOrThrow({ where: { name: 'Meeting rooms' }, select: { id: true } });
  await addException(clock.administrator(daysAgo), {
    groupId,
    reason: 'The iPads beside the doors are screwed to the wall and show the calendar all day',
    approvedBy: 'Helen Marsh, CIO',
    settings: ['DevicePasswordEnabled', 'MaxInactivityTimeDeviceLock'],
    endsAt: null,
  });
}

async function lockAfter(db: Database, ctx: ReturnType<DemoClock['administrator']>, seconds: number): Promise<void> {
  const { id } = await db.policy.findUniqueOrThrow({ where: { name: 'Executives' }, select: { id: true } });
  const { name, description, version, settings } = await getPolicy(ctx, { policyId: id });
  const changed = { ...settings, MaxInactivityTimeDeviceLock: seconds };
  await updatePolicy(ctx, {
    policyId: id,
    version,
    ...PolicyInput.parse({ name, description, settings: changed }),
  });
}
