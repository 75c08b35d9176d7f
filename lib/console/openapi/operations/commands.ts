import { operation } from '@/lib/console/openapi/operation';
import {
  CancelCommandInput,
  CommandEffects,
  CommandEffectsInput,
  CommandIdInput,
  CommandList,
  CommandView,
  ListCommandsInput,
  QueueCommandInput,
  QueueCommandsInput,
  QueueCommandsResult,
} from '@/lib/domain/commands/contract';

const tag = 'commands';

export const listCommandsOperation = operation({
  id: 'listCommands',
  method: 'GET',
  path: '/devices/{deviceId}/commands',
  tag,
  summary: 'Lists the commands of a device, newest first',
  access: 'device:read',
  input: ListCommandsInput,
  output: CommandList,
  refusals: ['device_not_found'],
});

export const queueCommandOperation = operation({
  id: 'queueCommand',
  method: 'POST',
  path: '/devices/{deviceId}/commands',
  tag,
  summary: 'Orders a wipe or a delete',
  description:
    'From the answer on the device gets no more data. The command is `queued` until the device next calls in, which may be never.',
  access: 'command:queue',
  input: QueueCommandInput,
  output: CommandView,
  status: 201,
  isIdempotent: true,
  refusals: ['device_not_found', 'command_already_open', 'confirmation_mismatch', 'idempotency_key_reused'],
});

export const queueCommandsOperation = operation({
  id: 'queueCommands',
  method: 'POST',
  path: '/commands',
  tag,
  summary: 'Orders the same for several devices',
  description: 'Each device has its own outcome: a command, or the code of the refusal.',
  access: 'command:queue',
  input: QueueCommandsInput,
  output: QueueCommandsResult,
});

export const previewCommandsOperation = operation({
  id: 'previewCommands',
  method: 'POST',
  path: '/commands/preview',
  tag,
  summary: 'Tells what a command would do to devices, and when it would probably arrive',
  access: 'command:queue',
  input: CommandEffectsInput,
  output: CommandEffects,
  refusals: ['device_not_found'],
});

export const getCommandOperation = operation({
  id: 'getCommand',
  method: 'GET',
  path: '/commands/{commandId}',
  tag,
  summary: 'Gets a command and what became of it',
  access: 'device:read',
  input: CommandIdInput,
  output: CommandView,
  refusals: ['command_not_found'],
});

export const cancelCommandOperation = operation({
  id: 'cancelCommand',
  method: 'POST',
  path: '/commands/{commandId}/cancel',
  tag,
  summary: 'Takes a command back that was not delivered yet',
  description: 'A refusal `command_not_cancellable` tells when and where to the command was delivered.',
  access: 'command:cancel',
  input: CancelCommandInput,
  output: CommandView,
  refusals: ['command_not_found', 'command_not_cancellable', 'command_closed'],
});
