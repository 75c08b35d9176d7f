import type { Prisma } from '@/lib/db/generated/client';
import { loadAccessBook } from '@/lib/domain/access/access-book';
import { decideAccess } from '@/lib/domain/access/decide-access';
import { type InventoryDevice, listInventory } from '@/lib/domain/access/list-inventory';
import { estimateArrival } from '@/lib/domain/commands/arrival-estimate';
import { commandViewSelect, toCommandView } from '@/lib/domain/commands/command-view';
import type { CommandView } from '@/lib/domain/commands/contract';
import type { DomainContext } from '@/lib/domain/context';
import { RecentHold, type DeviceIdInput, type DeviceView } from '@/lib/domain/devices/contract';
import { DeviceRow, deviceRowColumns, effectivePolicyOf, toDeviceSummary } from '@/lib/domain/devices/device-row';
import { lowerCase } from '@/lib/domain/enum-case';
import { requirePermission } from '@/lib/domain/permissions';
import type { EffectivePolicy } from '@/lib/domain/policies/effective-policy';
import { loadPolicyBook } from '@/lib/domain/policies/policy-book';
import { policyDocument } from '@/lib/domain/policies/policy-document';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Everything that is known about one device.
 *
 * @throws DomainError `permission_denied`, `device_not_found`
 */
export async function getDevice(ctx: DomainContext, { deviceId }: DeviceIdInput): Promise<DeviceView> {
  requirePermission(ctx.actor, 'device:read');
  const now = ctx.now();
  const [row, device, book] = await Promise.all([
    findRow(ctx, deviceId, now),
    ctx.db.device.findUnique({ where: { id: deviceId }, select: detailSelect }),
    loadPolicyBook(ctx),
  ]);
  if (!row || !device) throw new DomainError('device_not_found', deviceId);
  const commands = await latestCommands(ctx, { mailbox: row.mailbox, deviceKey: device.deviceKey });
  const { rules, settings } = await loadAccessBook(ctx.db);
  const inventory = await findInInventory(ctx, { deviceId, mailboxId: device.mailboxId });
  return {
    ...toDeviceSummary(row, book, now),
    ...details(device),
    // The current address is in use until now; its row says when it came up.
    addresses: addressesOf(device, row),
    estimate: estimateArrival({ ...row, recentContacts: device.recentContacts }, now),
    ...commands,
    accessTrace: decideAccess(inventory, rules, settings).trace,
    policy: policyView(device, { policy: effectivePolicyOf(row, book, now), protocolVersion: row.protocolVersion }),
  };
}

const detailSelect = {
  mailboxId: true,
  deviceKey: true,
  friendlyName: true,
  osLanguage: true,
  reportedUserAgent: true,
  enableOutboundSms: true,
  mobileOperator: true,
  bytesIn: true,
  bytesOut: true,
  bytesOutPlain: true,
  recentContacts: true,
  recentHeartbeats: true,
  recentHolds: true,
  earlyEnds: true,
  cutSeenAt: true,
  accessDecidedAt: true,
  accessDecidedBy: true,
  policyToldAt: true,
  policyAnsweredAt: true,
  policyDemands: true,
  policyRounds: true,
  policyState: true,
  policyLoopCause: true,
  policyPausedUntil: true,
  addresses: { orderBy: { lastSeenAt: 'desc' }, take: 10 },
} as const satisfies Prisma.DeviceSelect;

type DeviceDetails = Prisma.DeviceGetPayload<{ select: typeof detailSelect }>;

async function findRow(ctx: DomainContext, deviceId: string, now: Date): Promise<DeviceRow | null> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT ${deviceRowColumns(now)}
    FROM device d JOIN device_standing s ON s.device_id = d.id JOIN device_listing l ON l.device_id = d.id
      JOIN mailbox m ON m.id = d.mailbox_id
    WHERE d.id = ${deviceId}::uuid`;
  return rows.length > 0 ? DeviceRow.parse(rows[0]) : null;
}

async function findInInventory(
  ctx: DomainContext,
  { deviceId, mailboxId }: { deviceId: string; mailboxId: string },
): Promise<InventoryDevice> {
  for await (const devices of listInventory(ctx.db, [mailboxId])) {
    const device = devices.find(({ id }) => id === deviceId);
    if (device) return device;
  }
  throw new DomainError('device_not_found', deviceId);
}

/** The open one, and the one that was queued last, which may be the same. */
async function latestCommands(
  ctx: DomainContext,
  where: { mailbox: string; deviceKey: string },
): Promise<{ openCommand: CommandView | null; lastCommand: CommandView | null }> {
  const find = (filter: Prisma.DeviceCommandWhereInput) =>
    ctx.db.deviceCommand.findFirst({
      where: filter,
      orderBy: [{ queuedAt: 'desc' }, { id: 'desc' }],
      select: commandViewSelect,
    });
  const [open, last] = await Promise.all([find({ ...where, closedAt: null }), find(where)]);
  return { openCommand: open && toCommandView(open), lastCommand: last && toCommandView(last) };
}

function details(device: DeviceDetails) {
  return {
    mailboxId: device.mailboxId,
    friendlyName: device.friendlyName,
    osLanguage: device.osLanguage,
    reportedUserAgent: device.reportedUserAgent,
    enableOutboundSms: device.enableOutboundSms,
    mobileOperator: device.mobileOperator,
    // Exact up to 9 petabytes.
    bytesIn: Number(device.bytesIn),
    bytesOut: Number(device.bytesOut),
    bytesOutPlain: Number(device.bytesOutPlain),
    recentContacts: device.recentContacts.map((at) => at.toISOString()),
    push: {
      recentHeartbeats: device.recentHeartbeats,
      recentHolds: RecentHold.array().parse(device.recentHolds),
      earlyEnds: device.earlyEnds,
      cutSeenAt: device.cutSeenAt?.toISOString() ?? null,
    },
    accessDecidedAt: device.accessDecidedAt?.toISOString() ?? null,
    accessDecidedBy: device.accessDecidedBy,
  };
}

function addressesOf(device: DeviceDetails, row: DeviceRow): DeviceView['addresses'] {
  return device.addresses.map(({ address, firstSeenAt, lastSeenAt }) => {
    const until = address === row.lastAddress && row.lastContactAt > lastSeenAt ? row.lastContactAt : lastSeenAt;
    return { address, firstSeenAt: firstSeenAt.toISOString(), lastSeenAt: until.toISOString() };
  });
}

function loopOf({ policyState, policyLoopCause, policyPausedUntil }: DeviceDetails): DeviceView['policy']['loop'] {
  if (policyState !== 'LOOPING' || policyLoopCause === null || policyPausedUntil === null) return null;
  return { cause: lowerCase(policyLoopCause), pausedUntil: policyPausedUntil.toISOString() };
}

function policyView(
  device: DeviceDetails,
  { policy, protocolVersion }: { policy: EffectivePolicy; protocolVersion: string },
): DeviceView['policy'] {
  return {
    name: policy.name,
    policyId: policy.policyId,
    origin: policy.origin,
    exceptionId: policy.exceptionId,
    exceptionEndsAt: policy.exceptionEndsAt?.toISOString() ?? null,
    toldAt: device.policyToldAt?.toISOString() ?? null,
    answeredAt: device.policyAnsweredAt?.toISOString() ?? null,
    demands: device.policyDemands,
    rounds: device.policyRounds,
    loop: loopOf(device),
    document: policyDocument(policy.settings, protocolVersion),
  };
}
