import type { Prisma } from '@/lib/db/generated/client';
import { estimateArrival } from '@/lib/domain/commands/arrival-estimate';
import { chooseMethod, erasedBy } from '@/lib/domain/commands/choose-method';
import { commandViewSelect, toCommandView } from '@/lib/domain/commands/command-view';
import type { CommandRow } from '@/lib/domain/commands/command-view';
import type { CommandEffect, CommandEffects, CommandEffectsInput, CommandKind } from '@/lib/domain/commands/contract';
import type { DomainContext } from '@/lib/domain/context';
import { deviceName } from '@/lib/domain/devices/device-name';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/** Accounts on one phone; a test device that everybody uses has more, and then a few names are enough. */
const OTHER_MAILBOX_LIMIT = 1000;

/**
 * What a command would do to each of these devices and when it would probably arrive, in the order in which they were
 * asked for. Nothing is changed.
 *
 * @throws DomainError `permission_denied`, `device_not_found` if one of them is not there
 */
export async function previewCommands(ctx: DomainContext, input: CommandEffectsInput): Promise<CommandEffects> {
  requirePermission(ctx.actor, 'command:queue');
  const devices = await ctx.db.device.findMany({
    where: { id: { in: input.deviceIds } },
    select: effectSelect,
    take: input.deviceIds.length,
  });
  const [commands, others] = await Promise.all([openCommandsOf(ctx, devices), sameIdentity(ctx, devices)]);
  const byId = new Map(devices.map((device) => [device.id, device]));
  const effects = [...new Set(input.deviceIds)].map((deviceId): CommandEffect => {
    const device = byId.get(deviceId);
    if (!device) throw new DomainError('device_not_found', deviceId);
    const open = commands.find((each) => each.mailbox === device.mailbox.name && each.deviceKey === device.deviceKey);
    return effectOn(device, { kind: input.kind, open, others, now: ctx.now() });
  });
  return { effects };
}

const effectSelect = {
  id: true,
  mailbox: { select: { name: true } },
  deviceKey: true,
  deviceType: true,
  userAgent: true,
  friendlyName: true,
  model: true,
  imei: true,
  protocolVersion: true,
  lastContactAt: true,
  recentContacts: true,
  heartbeatSeconds: true,
} as const satisfies Prisma.DeviceSelect;
type EffectDevice = Prisma.DeviceGetPayload<{ select: typeof effectSelect }>;
type Identity = Pick<EffectDevice, 'mailbox' | 'deviceKey' | 'imei'>;

function effectOn(
  device: EffectDevice,
  { kind, open, others, now }: { kind: CommandKind; open?: CommandRow; others: readonly Identity[]; now: Date },
): CommandEffect {
  const method = chooseMethod(kind, device.protocolVersion);
  const samePhone = others.filter(
    (other) => other.deviceKey === device.deviceKey || (other.imei !== null && other.imei === device.imei),
  );
  const otherMailboxes = new Set(samePhone.map((other) => other.mailbox.name));
  otherMailboxes.delete(device.mailbox.name);
  return {
    deviceId: device.id,
    kind,
    method,
    erases: erasedBy(method, device),
    deviceName: deviceName(device),
    mailbox: device.mailbox.name,
    protocolVersion: device.protocolVersion,
    lastContactAt: device.lastContactAt.toISOString(),
    estimate: estimateArrival(device, now),
    openCommand: open ? toCommandView(open) : null,
    otherMailboxes: [...otherMailboxes].toSorted((a, b) => a.localeCompare(b, 'en')),
  };
}

function openCommandsOf(ctx: DomainContext, devices: readonly EffectDevice[]): Promise<CommandRow[]> {
  return ctx.db.deviceCommand.findMany({
    where: { closedAt: null, deviceKey: { in: devices.map((device) => device.deviceKey) } },
    select: commandViewSelect,
    take: OTHER_MAILBOX_LIMIT,
  });
}

/** Devices with the id or the IMEI of one of these: iOS and Android use one DeviceId for every account on a phone. */
function sameIdentity(ctx: DomainContext, devices: readonly EffectDevice[]): Promise<Identity[]> {
  const imeis = devices.map((device) => device.imei).filter((imei) => imei !== null);
  return ctx.db.device.findMany({
    where: {
      removedAt: null,
      OR: [{ deviceKey: { in: devices.map((device) => device.deviceKey) } }, { listing: { imei: { in: imeis } } }],
    },
    select: { mailbox: { select: { name: true } }, deviceKey: true, imei: true },
    take: OTHER_MAILBOX_LIMIT,
  });
}
