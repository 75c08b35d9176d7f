import type { Device } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { appendDeviceEvents } from '@/lib/domain/history/append-device-event';
import { storableText } from '@/lib/domain/history/storable-text';
import { signalConsole } from '@/lib/domain/send-signals';

/** What a device says about itself; what it leaves out stays as it was. */
export interface DeviceInformationInput {
  readonly model?: string;
  readonly imei?: string;
  readonly friendlyName?: string;
  readonly os?: string;
  readonly osLanguage?: string;
  readonly phoneNumber?: string;
  readonly userAgent?: string;
  readonly enableOutboundSms?: boolean;
  readonly mobileOperator?: string;
}

const columns = {
  model: true,
  imei: true,
  friendlyName: true,
  os: true,
  osLanguage: true,
  phoneNumber: true,
  reportedUserAgent: true,
  enableOutboundSms: true,
  mobileOperator: true,
} as const;

type Reported = Pick<Device, keyof typeof columns>;

/**
 * Keeps what the device reports about itself, with a device event that names what changed. Reporting the same again leaves
 * no trace. Nothing happens if the device was removed meanwhile.
 *
 * @see [MS-ASCMD] 2.2.3.45 DeviceInformation
 */
export async function recordDeviceInformation(
  ctx: Pick<DomainContext, 'db' | 'now'>,
  { deviceId, information }: { deviceId: string; information: DeviceInformationInput },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const device = await tx.device.findUnique({
      where: { id: deviceId },
      select: { ...columns, deviceKey: true, mailbox: { select: { name: true } } },
    });
    if (!device) return;
    const changes = changedFields(device, information);
    if (Object.keys(changes).length === 0) return;
    await tx.device.updateMany({ where: { id: deviceId }, data: changes });
    await appendDeviceEvents(tx, [
      {
        at: ctx.now(),
        mailbox: device.mailbox.name,
        deviceKey: device.deviceKey,
        type: 'device_information',
        details: { ...changes },
      },
    ]);
    await signalConsole(tx, { topic: 'devices', id: deviceId });
  });
}

function changedFields(before: Reported, { userAgent, ...others }: DeviceInformationInput): Partial<Reported> {
  const told: Partial<Reported> = { ...others, reportedUserAgent: userAgent };
  const changed = Object.entries(columns).flatMap(([name]) => {
    // The keys of `columns` are those of `Reported`.
    const key = name as keyof Reported;
    const value = told[key];
    const stored = typeof value === 'string' ? storableText(value) : value;
    return stored === undefined || stored === before[key] ? [] : [[key, stored]];
  });
  return Object.fromEntries(changed);
}
