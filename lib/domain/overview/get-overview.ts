import { commandViewSelect, toCommandView } from '@/lib/domain/commands/command-view';
import type { DomainContext } from '@/lib/domain/context';
import { cutSince } from '@/lib/domain/devices/cut-since';
import type { DeviceFilterInput } from '@/lib/domain/devices/device-conditions';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { lowerCase } from '@/lib/domain/enum-case';
import { countDevices } from '@/lib/domain/devices/device-query';
import { loadMailServers } from '@/lib/domain/mail-servers/load-mail-servers';
import type { Overview } from '@/lib/domain/overview/contract';
import { dueReminders } from '@/lib/domain/exceptions/due-reminders';
import { exceptionSelect } from '@/lib/domain/exceptions/exception-view';
import { hasPermission, requirePermission } from '@/lib/domain/permissions';
import { loadPolicyBook } from '@/lib/domain/policies/policy-book';

/** No organisation has more phones; the figures here are exact up to it. */
const COUNT_LIMIT = 10_000_000;
const COMMAND_LIMIT = 50;
const EXCEPTION_LIMIT = 20;
const LOOP_LIMIT = 10;

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
    autoBlockedCount,
    quarantinedCount,
    policyLoopCount,
    policyRefusedCount,
    cutCount,
  ] = await Promise.all([
    count({}),
    count({ lastContact: 'day' }),
    count({ state: ['silent'] }),
    count({ access: ['blocked'] }),
    count({ state: ['auto_blocked'] }),
    count({ access: ['quarantined'] }),
    count({ policyState: ['looping'] }),
    count({ policyState: ['refused'] }),
    count({ push: 'cut' }),
  ]);
  const [openCommands, policyLoops, exceptionsEndingSoon, cutAfterSeconds, mailServers] = await Promise.all([
    listOpenCommands(ctx),
    policyLoopCount > 0 ? listPolicyLoops(ctx) : [],
    listEndingSoon(ctx, now),
    cutCount > 0 ? usualCut(ctx, now) : null,
    loadMailServers(ctx.db),
  ]);
  return {
    deviceCount,
    contactedTodayCount,
    silentCount,
    blockedCount,
    autoBlockedCount,
    quarantinedCount,
    policyLoopCount,
    policyRefusedCount,
    cutCount,
    cutAfterSeconds,
    mailServerProblems: mailServers.flatMap(({ protocol, problem, since }) =>
      problem === null ? [] : [{ protocol, problem, since }],
    ),
    policyLoops,
    openCommands,
    exceptionsEndingSoon,
  };
}

/** After how many seconds most of the connections are cut that are. */
async function usualCut(ctx: DomainContext, now: Date): Promise<number | null> {
  const [row] = await ctx.db.$queryRaw<{ seconds: number | null }[]>`
    SELECT mode() WITHIN GROUP (ORDER BY d.cut_after_seconds) AS seconds
    FROM device d JOIN device_standing s ON s.device_id = d.id
    WHERE d.cut_after_seconds IS NOT NULL AND d.cut_seen_at >= ${cutSince(now)} AND s.state <> 'REMOVED'`;
  return row?.seconds ?? null;
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

/** Those that were in contact last: what they do, they do just now. */
async function listPolicyLoops(ctx: DomainContext): Promise<Overview['policyLoops']> {
  const { devices } = await listDevices(ctx, DeviceListQuery.parse({ policyState: ['looping'], limit: LOOP_LIMIT }));
  const ids = devices.map(({ id }) => id);
  const rows = await ctx.db.device.findMany({
    where: { id: { in: ids } },
    select: { id: true, policyLoopCause: true },
  });
  const causes = new Map(rows.map(({ id, policyLoopCause }) => [id, policyLoopCause && lowerCase(policyLoopCause)]));
  return devices.map(({ id, name, mailbox }) => ({ deviceId: id, name, mailbox, cause: causes.get(id) ?? null }));
}

/** Active ones whose reminder is due and that nobody has renewed, the next to end first. */
async function listEndingSoon(ctx: DomainContext, now: Date): Promise<Overview['exceptionsEndingSoon']> {
  if (!hasPermission(ctx.actor.role, 'exception:read')) return [];
  const rows = await ctx.db.policyException.findMany({
    where: dueReminders(now),
    orderBy: [{ endsAt: 'asc' }, { id: 'asc' }],
    take: EXCEPTION_LIMIT,
    select: exceptionSelect,
  });
  return rows.flatMap(({ id, endsAt, mailbox, group, groupName }) => {
    const holder = mailbox?.name ?? group?.name ?? groupName;
    return endsAt === null || holder === null
      ? []
      : [{ id, holder, isGroup: mailbox === null, endsAt: endsAt.toISOString() }];
  });
}
