import type { DeviceCommand } from '@/lib/db/generated/client';
import type { CommandKind, CommandMethod, CommandState } from '@/lib/domain/commands/contract';
import type { DomainContext } from '@/lib/domain/context';
import { lowerCase } from '@/lib/domain/enum-case';

/** The order that stands between a device and its data. */
export interface OpenCommand {
  id: string;
  kind: CommandKind;
  /** What the engine has to do; fixed when the command was queued. */
  method: CommandMethod;
  state: CommandState;
  /** argon2id of the last password that was accepted from this device; null if there was none. */
  passwordHash: string | null;
  /** The device's current policy key; null if it had none. */
  policyKey: number | null;
}

export const openCommandSelect = {
  id: true,
  kind: true,
  method: true,
  state: true,
  passwordHash: true,
  policyKey: true,
} as const;

/** The open command from its columns. */
export function toOpenCommand(row: Pick<DeviceCommand, keyof typeof openCommandSelect>): OpenCommand {
  return {
    id: row.id,
    kind: lowerCase(row.kind),
    method: lowerCase(row.method),
    state: lowerCase(row.state),
    passwordHash: row.passwordHash,
    policyKey: row.policyKey === null ? null : Number(row.policyKey),
  };
}

/**
 * The open command for this mailbox on this phone, or null. Found by name, not by the device's row: it is found as well
 * when the row was deleted meanwhile.
 *
 * @param device `mailbox` as the back end names it, `deviceKey` in lower case
 */
export async function findOpenCommand(
  ctx: Pick<DomainContext, 'db'>,
  device: { mailbox: string; deviceKey: string },
): Promise<OpenCommand | null> {
  const { mailbox, deviceKey } = device;
  const row = await ctx.db.deviceCommand.findFirst({
    where: { mailbox, deviceKey, closedAt: null },
    select: openCommandSelect,
  });
  return row && toOpenCommand(row);
}
