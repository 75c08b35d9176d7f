import type { CommandEffect } from '@/lib/domain/commands/contract';
import { printable } from './render';

/** What a command would do to this device and when it would probably arrive, in sentences. */
export function describeEffect(effect: CommandEffect, now: Date): string {
  const { deviceName, mailbox, protocolVersion, lastContactAt } = effect;
  const lines = [
    `${deviceName} (${mailbox}, EAS ${protocolVersion})`,
    whatIsErased(effect),
    effect.otherMailboxes.length > 0
      ? `Probably the same phone holds other mailboxes, too: ${effect.otherMailboxes.join(', ')}.`
      : '',
    `Last contact ${spell((now.getTime() - new Date(lastContactAt).getTime()) / 1000)} ago. ${whenItArrives(effect)}`,
    effect.openCommand
      ? `It already has an open command: ${effect.openCommand.kind}, ${effect.openCommand.state}.`
      : '',
  ];
  return lines
    .filter((line) => line !== '')
    .map(printable)
    .join('\n');
}

function whatIsErased({ erases, mailbox, protocolVersion }: CommandEffect): string {
  switch (erases) {
    case 'whole_device':
      return 'Everything on this device will be erased, private data included. Once the device has been told, this cannot be taken back.';
    case 'account':
      return `The account ${mailbox} and its data will be removed from this device; everything else on it stays.`;
    case 'app_data':
      return 'The data of the mail app on this device will be erased; everything else on it stays.';
    case 'nothing':
      return `A device that speaks ${protocolVersion} cannot be told to remove the account: it will be refused from now on, and the data on it stays there until its user removes the account.`;
  }
}

function whenItArrives({ estimate }: CommandEffect): string {
  const { kind, usualIntervalSeconds, expectedBy } = estimate;
  const usual = usualIntervalSeconds === null ? '' : ` It usually calls every ${spell(usualIntervalSeconds)}.`;
  if (kind === 'soon')
    return `The order will probably arrive ${expectedBy === null ? 'soon' : `by ${expectedBy}`}.${usual}`;
  if (kind === 'overdue') return `It has been silent for longer than usual: the order waits until it calls.${usual}`;
  return 'Too little has been seen of it to tell when the order will arrive.';
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A time span in its largest unit: "3 hours". */
function spell(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [name, size] = units.find(([, length]) => whole >= length) ?? units[3];
  const count = Math.round(whole / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
