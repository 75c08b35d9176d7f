import type { DeviceCommand } from '@/lib/db/generated/client';
import type { CommandView } from '@/lib/domain/commands/contract';
import { lowerCase } from '@/lib/domain/enum-case';

export const commandViewSelect = {
  id: true,
  deviceId: true,
  mailbox: true,
  deviceKey: true,
  easDeviceId: true,
  deviceName: true,
  kind: true,
  method: true,
  state: true,
  reason: true,
  queuedByName: true,
  queuedAt: true,
  deliveredAt: true,
  deliveredAddress: true,
  deliveredVersion: true,
  deliveries: true,
  answeredAt: true,
  answerStatus: true,
  answerAddress: true,
  answerVersion: true,
  answerProof: true,
  failures: true,
  closedAt: true,
  cancelledByName: true,
} as const;

export type CommandRow = Pick<DeviceCommand, keyof typeof commandViewSelect>;

/** The command as console and API show it; what proves the device stays in the database. */
export function toCommandView(row: CommandRow): CommandView {
  return {
    id: row.id,
    deviceId: row.deviceId,
    mailbox: row.mailbox,
    easDeviceId: row.easDeviceId,
    deviceName: row.deviceName,
    kind: lowerCase(row.kind),
    method: lowerCase(row.method),
    state: lowerCase(row.state),
    reason: row.reason,
    queuedBy: row.queuedByName,
    queuedAt: row.queuedAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    deliveredAddress: row.deliveredAddress,
    deliveredVersion: row.deliveredVersion,
    deliveries: row.deliveries,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    answerStatus: row.answerStatus,
    answerAddress: row.answerAddress,
    answerVersion: row.answerVersion,
    answerProof: row.answerProof && lowerCase(row.answerProof),
    failures: row.failures,
    closedAt: row.closedAt?.toISOString() ?? null,
    cancelledBy: row.cancelledByName,
  };
}
