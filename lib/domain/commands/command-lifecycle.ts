import type { Transaction } from '@/lib/db/client';
import type { DeviceCommand, Prisma } from '@/lib/db/generated/client';
import { announceCommand, signalCommandChange } from '@/lib/domain/commands/announce-command';
import type { AnswerProof } from '@/lib/domain/commands/contract';
import type { DomainContext } from '@/lib/domain/context';
import { endPartnership } from '@/lib/domain/devices/end-partnership';
import { lockDevice } from '@/lib/domain/devices/lock-device';
import { lowerCase, upperCase } from '@/lib/domain/enum-case';
import { appendDeviceEvents } from '@/lib/domain/history/append-device-event';

// Implementation notes
// - Here and in cancel-command.ts, and nowhere else, `state` is written; always by an UPDATE that names the states it may
//   leave. Who finds no row has lost a race and is told so; nobody reads first and writes later.
// - A closed command never changes again: every UPDATE asks for `closedAt: null`.
// - QUEUED can only be cancelled or delivered (or enforced). An answer to a command that was never handed out is ignored.
// - Lock order: device row, command row, history.

/** From where and in what version the device spoke. */
export interface DeviceContact {
  address: string | null;
  protocolVersion: string;
}

export interface DeviceAnswer extends DeviceContact {
  outcome: 'acknowledged' | 'failed';
  /** Status as the device sent it. */
  status: string;
  /** How the device proved itself. */
  proof: AnswerProof;
}

/**
 * Records that the engine is about to hand the command out. To be called before the answer is written: from then on it
 * cannot be cancelled, and a command that was handed out is offered again at every contact until it ends.
 *
 * @returns false if it must not be handed out: cancelled meanwhile, closed, or nothing that a device can be told
 */
export async function markDelivered(ctx: DomainContext, commandId: string, contact: DeviceContact): Promise<boolean> {
  return ctx.db.$transaction(async (tx) => {
    const open = { id: commandId, closedAt: null, method: { not: 'REFUSE_ACCESS' } } as const;
    const first = await tx.deviceCommand.updateManyAndReturn({
      where: { ...open, state: 'QUEUED' },
      data: { ...deliveredData(ctx, contact), state: 'DELIVERED' },
    });
    if (first[0]) {
      const after = { state: 'delivered', address: contact.address, protocolVersion: contact.protocolVersion };
      const event = { action: 'command_delivered', before: { state: 'queued' }, after } as const;
      await announceCommand(tx, ctx, { command: first[0], event });
      return true;
    }
    const again = await tx.deviceCommand.updateManyAndReturn({
      where: { ...open, state: { in: ['DELIVERED', 'FAILED'] } },
      data: { state: 'DELIVERED', deliveries: { increment: 1 } },
    });
    if (again[0]) await recordRepeat(tx, ctx, { command: again[0], contact });
    return again[0] !== undefined;
  });
}

/**
 * Records what the device says became of the command. Success closes it and ends the partnership: the device is refused
 * until a person allows it again. Failure leaves it open, to be offered again.
 *
 * @returns false if there is nothing to answer: never handed out, cancelled, or answered already
 */
export async function recordAnswer(ctx: DomainContext, commandId: string, answer: DeviceAnswer): Promise<boolean> {
  return ctx.db.$transaction(async (tx) => {
    const before = await lockDeviceOfCommand(tx, commandId);
    if (!before) return false;
    const isDone = answer.outcome === 'acknowledged';
    const [command] = await tx.deviceCommand.updateManyAndReturn({
      where: { id: commandId, closedAt: null, state: { in: ['DELIVERED', 'FAILED'] } },
      data: {
        state: isDone ? 'ACKNOWLEDGED' : 'FAILED',
        answeredAt: ctx.now(),
        answerStatus: answer.status,
        answerAddress: answer.address,
        answerVersion: answer.protocolVersion,
        answerProof: upperCase(answer.proof),
        ...(isDone ? { closedAt: ctx.now() } : { failures: { increment: 1 } }),
      },
    });
    if (!command) return false;
    if (isDone) await endPartnershipAfter(tx, ctx, command);
    const { status, proof, address, protocolVersion } = answer;
    const event = {
      action: isDone ? 'command_acknowledged' : 'command_failed',
      before: { state: lowerCase(before.state) },
      after: { state: lowerCase(command.state), status, proof, address, protocolVersion },
    } as const;
    await announceCommand(tx, ctx, { command, event });
    return true;
  });
}

/**
 * Closes a delete that the device cannot be told of, because it has called and is refused from now on. Nothing was erased
 * on it, so this is not an acknowledgement.
 *
 * @returns false if the command was cancelled meanwhile, is closed, or is one that the device has to be told
 */
export async function enforceRefusal(ctx: DomainContext, commandId: string, contact: DeviceContact): Promise<boolean> {
  return ctx.db.$transaction(async (tx) => {
    if (!(await lockDeviceOfCommand(tx, commandId))) return false;
    const [command] = await tx.deviceCommand.updateManyAndReturn({
      where: { id: commandId, closedAt: null, method: 'REFUSE_ACCESS', state: 'QUEUED' },
      data: { ...deliveredData(ctx, contact), state: 'ENFORCED', closedAt: ctx.now() },
    });
    if (!command) return false;
    await endPartnershipAfter(tx, ctx, command);
    const after = { state: 'enforced', address: contact.address, protocolVersion: contact.protocolVersion };
    const event = { action: 'command_enforced', before: { state: 'queued' }, after } as const;
    await announceCommand(tx, ctx, { command, event });
    return true;
  });
}

function deliveredData(ctx: DomainContext, contact: DeviceContact) {
  return {
    deliveredAt: ctx.now(),
    deliveredAddress: contact.address,
    deliveredVersion: contact.protocolVersion,
    deliveries: 1,
  } satisfies Prisma.DeviceCommandUpdateManyMutationInput;
}

async function lockDeviceOfCommand(tx: Transaction, commandId: string) {
  const select = { mailbox: true, deviceKey: true, state: true } as const;
  const command = await tx.deviceCommand.findUnique({ where: { id: commandId }, select });
  if (command) await lockDevice(tx, command);
  return command;
}

async function endPartnershipAfter(tx: Transaction, ctx: DomainContext, command: DeviceCommand): Promise<void> {
  await endPartnership(tx, command, { reason: command.kind === 'WIPE' ? 'WIPED' : 'DELETED', at: ctx.now() });
}

async function recordRepeat(
  tx: Transaction,
  ctx: DomainContext,
  { command, contact }: { command: DeviceCommand; contact: DeviceContact },
): Promise<void> {
  const { id, mailbox, deviceKey, deliveries } = command;
  const details = { commandId: id, deliveries, address: contact.address, protocolVersion: contact.protocolVersion };
  await appendDeviceEvents(tx, [{ at: ctx.now(), mailbox, deviceKey, type: 'command_offered_again', details }]);
  await signalCommandChange(tx, command);
}
