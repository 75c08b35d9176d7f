import type { Database, Transaction } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import { carriedDecision } from '@/lib/domain/continuity/carried-decision';
import { Certainty, type FormerDevice } from '@/lib/domain/continuity/contract';
import { gradeContinuity } from '@/lib/domain/continuity/grade-continuity';
import { deviceName } from '@/lib/domain/devices/device-name';
import { deviceState } from '@/lib/domain/devices/device-state';
import { lowerCase } from '@/lib/domain/enum-case';

/** Offered for one device. */
const MOST_FORMERS = 5;
/** Looked at in a mailbox, the latest first: nobody has more. */
const MOST_OF_MAILBOX = 200;

export const continuitySelect = {
  id: true,
  mailboxId: true,
  deviceKey: true,
  easDeviceId: true,
  deviceType: true,
  model: true,
  imei: true,
  friendlyName: true,
  phoneNumber: true,
  os: true,
  userAgent: true,
  firstContactAt: true,
  lastContactAt: true,
  accessOverride: true,
  blockReason: true,
  accessDecidedAt: true,
  accessDecidedBy: true,
  mailbox: { select: { name: true } },
  standing: { select: { state: true } },
} as const satisfies Prisma.DeviceSelect;

export type ContinuityDevice = Prisma.DeviceGetPayload<{ select: typeof continuitySelect }>;

/** Kinds of the orders that wait for devices of these mailboxes, by `orderKey`. */
export type OpenOrders = ReadonlyMap<string, FormerDevice['openCommand']>;

const orderKey = ({ mailbox, deviceKey }: Pick<ContinuityDevice, 'mailbox' | 'deviceKey'>): string =>
  `${mailbox.name}\0${deviceKey}`;

/** For each of these devices, the earlier partnerships of its mailbox that are probably the same phone. */
export async function findFormerDevices(
  db: Database | Transaction,
  devices: readonly ContinuityDevice[],
  now: Date,
): Promise<Map<string, FormerDevice[]>> {
  const found = new Map<string, FormerDevice[]>();
  for (const mailboxId of new Set(devices.map((device) => device.mailboxId))) {
    const others = await db.device.findMany({
      where: { mailboxId },
      orderBy: [{ lastContactAt: 'desc' }, { id: 'desc' }],
      take: MOST_OF_MAILBOX,
      select: continuitySelect,
    });
    if (others.length < 2) continue;
    const orders = await findOpenOrders(db, others);
    for (const device of devices.filter((each) => each.mailboxId === mailboxId)) {
      const formers = others.flatMap((other) => toFormerDevice(device, other, { orders, now }) ?? []);
      formers.sort((a, b) => rank(a) - rank(b));
      if (formers.length > 0) found.set(device.id, formers.slice(0, MOST_FORMERS));
    }
  }
  return found;
}

const rank = ({ certainty }: FormerDevice): number => Certainty.options.indexOf(certainty);

/** Orders that wait for any of these devices. */
export async function findOpenOrders(
  db: Database | Transaction,
  devices: readonly Pick<ContinuityDevice, 'mailbox' | 'deviceKey'>[],
): Promise<OpenOrders> {
  const commands = await db.deviceCommand.findMany({
    where: {
      closedAt: null,
      OR: devices.map(({ mailbox, deviceKey }) => ({ mailbox: mailbox.name, deviceKey })),
    },
    select: { mailbox: true, deviceKey: true, kind: true },
  });
  return new Map(
    commands.map(({ mailbox, deviceKey, kind }) => [
      orderKey({ mailbox: { name: mailbox }, deviceKey }),
      lowerCase(kind),
    ]),
  );
}

/** The other one as a former self of the device; null if it does not look like one. */
export function toFormerDevice(
  device: ContinuityDevice,
  other: ContinuityDevice,
  { orders, now }: { orders: OpenOrders; now: Date },
): FormerDevice | null {
  const continuity = other.standing && gradeContinuity(device, other);
  if (!other.standing || !continuity) return null;
  const openCommand = orders.get(orderKey(other)) ?? null;
  const isRefused = other.accessOverride === 'BLOCK' || other.blockReason !== null;
  return {
    id: other.id,
    name: deviceName(other),
    easDeviceId: other.easDeviceId,
    model: other.model,
    os: other.os,
    firstContactAt: other.firstContactAt.toISOString(),
    lastContactAt: other.lastContactAt.toISOString(),
    state: deviceState({ state: other.standing.state, lastContactAt: other.lastContactAt }, now),
    ...continuity,
    carries: carriedDecision(device, other),
    openCommand,
    canBeRemoved: !isRefused && openCommand === null,
  };
}
