import { commandViewSelect, toCommandView } from '@/lib/domain/commands/command-view';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFilterInput } from '@/lib/domain/devices/device-conditions';
import { countDevices } from '@/lib/domain/devices/device-query';
import type { Overview } from '@/lib/domain/overview/contract';
import { hasPermission, requirePermission } from '@/lib/domain/permissions';
import { loadPolicyBook } from '@/lib/domain/policies/policy-book';

/** No organisation has more phones; the figures here are exact up to it. */
const COUNT_LIMIT = 10_000_000;
const COMMAND_LIMIT = 50;
const EXCEPTION_LIMIT = 20;
const ENDING_SOON_MS = 14 * 24 * 60 * 60_000;

/**
 * What needs a look, and how things stand. Every number of devices is what the device list shows under the same filter;
 * "today" are the last 24 hours. Exceptions are told only to those who may see them.
 *
 * @throws DomainError `permission_denied`
 */
export async function getOverview(ctx: DomainContext): Promise<Overview> {
  requirePermission(ctx.actor, 'device:read');
  const now = ctx.now();
  const book = await loadPolicyBook(ctx);
  const count = (filter: DeviceFilterInput) => countDevices(ctx, { filter, book, now }, COUNT_LIMIT);
  const [
    deviceCount,
    contactedTodayCount,
    silentCount,
    blockedCount,
    quarantinedCount,
    policyLoopCount,
    policyRefusedCount,
  ] = await Promise.all([
    count({}),
    count({ lastContact: 'day' }),
    count({ state: ['silent'] }),
    count({ access: ['blocked'] }),
    count({ access: ['quarantined'] }),
    count({ policyState: ['looping'] }),
    count({ policyState: ['refused'] }),
  ]);
  const [openCommands, exceptionsEndingSoon] = await Promise.all([listOpenCommands(ctx), listEndingSoon(ctx, now)]);
  return {
    deviceCount,
    contactedTodayCount,
    silentCount,
    blockedCount,
    quarantinedCount,
    policyLoopCount,
    policyRefusedCount,
    openCommands,
    exceptionsEndingSoon,
  };
}

/** The newest first. */
async function listOpenCommands(ctx: DomainContext): Promise<Overview['openCommands']> {
  const rows = await ctx.db.deviceCommand.findMany({
    where: { closedAt: null },
    orderBy: [{ queuedAt: 'desc' }, { id: 'desc' }],
    take: COMMAND_LIMIT,
    select: commandViewSelect,
  });
  return rows.map(toCommandView);
}

/** Active ones that end within two weeks, the next one first. */
async function listEndingSoon(ctx: DomainContext, now: Date): Promise<Overview['exceptionsEndingSoon']> {
  if (!hasPermission(ctx.actor.role, 'exception:read')) return [];
  const rows = await ctx.db.policyException.findMany({
    where: {
      startsAt: { lte: now },
      endsAt: { gt: now, lte: new Date(now.getTime() + ENDING_SOON_MS) },
      OR: [{ endedAt: null }, { endedAt: { gt: now } }],
    },
    orderBy: [{ endsAt: 'asc' }, { id: 'asc' }],
    take: EXCEPTION_LIMIT,
    select: { id: true, endsAt: true, mailbox: { select: { name: true } } },
  });
  return rows.flatMap(({ id, endsAt, mailbox }) =>
    endsAt === null ? [] : [{ id, mailbox: mailbox.name, endsAt: endsAt.toISOString() }],
  );
}
