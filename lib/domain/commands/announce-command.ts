import type { Transaction } from '@/lib/db/client';
import type { DeviceCommand } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { lowerCase } from '@/lib/domain/enum-case';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { AuditInput } from '@/lib/domain/history/append-audit';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';

type Announced = Pick<DeviceCommand, 'id' | 'deviceId' | 'deviceName' | 'mailbox' | 'deviceKey' | 'kind' | 'method'>;

/**
 * Ends a change of a command: history event, engine woken, pages told. The last thing in its transaction.
 *
 * @param event what the history says; target, mailbox and device are those of the command
 */
export async function announceCommand(
  tx: Transaction,
  ctx: DomainContext,
  { command, event }: { command: Announced; event: Pick<AuditInput, 'action' | 'reason' | 'before' | 'after'> },
): Promise<void> {
  const { id, deviceName, mailbox, deviceKey } = command;
  // Every entry says by itself what was ordered: whoever reads it must not have to find the first one.
  const ordered = { kind: lowerCase(command.kind), method: lowerCase(command.method) };
  await appendAudit(tx, ctx, {
    ...event,
    target: { kind: 'command', id, name: deviceName },
    mailbox,
    deviceKey,
    before: event.before && { ...ordered, ...event.before },
    after: { ...ordered, ...event.after },
  });
  await signalEngine(tx, { kind: 'device', mailbox, deviceKey, why: 'command' });
  await signalCommandChange(tx, command);
}

/** Tells open pages that a command, and with it the state of its device, has changed. */
export async function signalCommandChange(tx: Transaction, command: Pick<Announced, 'deviceId'>): Promise<void> {
  await signalConsole(tx, { topic: 'commands', id: command.deviceId });
  await signalConsole(tx, { topic: 'devices', id: command.deviceId });
}
