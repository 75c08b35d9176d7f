import type { Transaction } from '@/lib/db/client';
import { announceCommand } from '@/lib/domain/commands/announce-command';
import { chooseMethod } from '@/lib/domain/commands/choose-method';
import { commandViewSelect, toCommandView } from '@/lib/domain/commands/command-view';
import type { CommandRow } from '@/lib/domain/commands/command-view';
import type { CommandView, QueueCommandInput } from '@/lib/domain/commands/contract';
import type { DomainContext } from '@/lib/domain/context';
import { deviceName } from '@/lib/domain/devices/device-name';
import { lowerCase, upperCase } from '@/lib/domain/enum-case';
import { storableText } from '@/lib/domain/history/storable-text';
import { requirePermission } from '@/lib/domain/permissions';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Queues a wipe or a delete and wakes the engine. Command, history event and signal commit together or not at all. From
 * then on the device gets no more data.
 *
 * Also for a device that is refused already, was wiped before, or whose partnership has ended: it may hold data still or
 * again, and is told at its next contact. What the command comes down to is fixed here, by the version that the device
 * spoke last; what proves the device is copied, so that the command survives the deletion of the device and the mailbox.
 *
 * A repeated request with the idempotency key of the same actor gets the command of the first, also after it has ended.
 *
 * @returns the open command; it stays `queued` until the device next calls in, which may be never
 * @throws DomainError `permission_denied`, `device_not_found`, `command_already_open`, `confirmation_mismatch`,
 *   `idempotency_key_reused`
 * @see [MS-ASPROV] 2.2.2.45 RemoteWipe, 2.2.2.1 AccountOnlyRemoteWipe (16.1 only)
 */
export async function queueCommand(ctx: DomainContext, input: QueueCommandInput): Promise<CommandView> {
  requirePermission(ctx.actor, 'command:queue');
  return ctx.db.$transaction(async (tx) => {
    const repeated = await findRepeated(tx, ctx, input);
    if (repeated) return toCommandView(repeated);

    const device = await holdDevice(tx, input.deviceId);
    const name = deviceName(device);
    requireConfirmation(input, name);
    const { kind } = input;
    const method = chooseMethod(kind, device.protocolVersion);
    // The unique indexes decide, not a read before the write: two people can click at once. A conflict is skipped, since
    // raised as an error it would end the transaction.
    const [command] = await tx.deviceCommand.createManyAndReturn({
      data: [
        {
          mailbox: device.mailbox.name,
          deviceKey: device.deviceKey,
          easDeviceId: device.easDeviceId,
          deviceId: device.id,
          deviceName: name,
          passwordHash: device.passwordHash,
          policyKey: device.policyKey,
          kind: upperCase(kind),
          method: upperCase(method),
          reason: storableText(input.reason),
          queuedById: ctx.actor.id,
          queuedByName: ctx.actor.name,
          queuedAt: ctx.now(),
          idempotencyKey: input.idempotencyKey,
        },
      ],
      skipDuplicates: true,
      select: commandViewSelect,
    });
    if (!command) return toCommandView(await explainConflict(tx, ctx, { input, device }));
    const event = { action: 'command_queued', reason: input.reason, after: { kind, method, state: 'queued' } } as const;
    await announceCommand(tx, ctx, { command, event });
    return toCommandView(command);
  });
}

async function holdDevice(tx: Transaction, deviceId: string) {
  // What is copied must be what the device proves itself with when the command is there.
  await tx.$queryRaw`SELECT id FROM device WHERE id = ${deviceId}::uuid FOR NO KEY UPDATE`;
  const device = await tx.device.findUnique({
    where: { id: deviceId },
    select: {
      id: true,
      mailbox: { select: { name: true } },
      deviceKey: true,
      easDeviceId: true,
      friendlyName: true,
      model: true,
      deviceType: true,
      protocolVersion: true,
      passwordHash: true,
      policyKey: true,
    },
  });
  if (!device) throw new DomainError('device_not_found', deviceId);
  return device;
}

function requireConfirmation({ confirmName, deviceId }: QueueCommandInput, name: string): void {
  if (confirmName === undefined) return;
  const comparable = (text: string) => text.trim().normalize('NFC').toLocaleLowerCase('en');
  if (comparable(confirmName) === comparable(name)) return;
  throw new DomainError('confirmation_mismatch', deviceId);
}

async function findRepeated(tx: Transaction, ctx: DomainContext, input: QueueCommandInput): Promise<CommandRow | null> {
  const { idempotencyKey } = input;
  if (idempotencyKey === undefined) return null;
  const first = await tx.deviceCommand.findUnique({
    where: { queuedById_idempotencyKey: { queuedById: ctx.actor.id, idempotencyKey } },
    select: commandViewSelect,
  });
  if (!first) return null;
  const isSame =
    first.deviceId === input.deviceId &&
    lowerCase(first.kind) === input.kind &&
    first.reason === storableText(input.reason);
  if (!isSame) throw new DomainError('idempotency_key_reused', idempotencyKey, { details: { commandId: first.id } });
  return first;
}

/** Whoever was in the way has committed, so it can be seen now: the same request sent twice at once, or another order. */
async function explainConflict(
  tx: Transaction,
  ctx: DomainContext,
  { input, device }: { input: QueueCommandInput; device: { mailbox: { name: string }; deviceKey: string } },
): Promise<CommandRow> {
  const repeated = await findRepeated(tx, ctx, input);
  if (repeated) return repeated;
  const open = await tx.deviceCommand.findFirst({
    where: { mailbox: device.mailbox.name, deviceKey: device.deviceKey, closedAt: null },
    select: { id: true, queuedByName: true, queuedAt: true },
  });
  const details = open
    ? { commandId: open.id, queuedBy: open.queuedByName, queuedAt: open.queuedAt.toISOString() }
    : undefined;
  throw new DomainError('command_already_open', input.deviceId, { details });
}
