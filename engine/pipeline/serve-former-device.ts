import { type Answer, statusAnswer } from '@/engine/answer';
import type { EasRequest, Engine, RequestBody } from '@/engine/exchange';
import { canCarry, provisionCommand } from '@/engine/handlers/provision-command';
import { provisionRequestOf } from '@/engine/handlers/provision';
import { enforceRefusal } from '@/lib/domain/commands/command-lifecycle';
import { commonStatus } from '@/lib/protocol/eas/status';
import { deviceIdKey } from '@/lib/protocol/http/eas-request-line';
import type { Credentials } from '@/engine/backends/contract';

/**
 * A request whose sign-in fails, from a device that an order waits for: it gets the order, and nothing else.
 *
 * @returns null if it does not prove to be that device: it gets the answer that everybody gets
 */
export async function serveFormerDevice(
  engine: Engine,
  request: EasRequest,
  caller: { credentials: Credentials; readBody: () => Promise<RequestBody> },
): Promise<Answer | null> {
  const { line, address, requestId } = request;
  const { command: name, protocolVersion, policyKey } = line;
  const deviceKey = deviceIdKey(line.deviceId);
  const { username, password } = caller.credentials;
  const command = await engine.formerDevices.findCommand({ username, password, deviceKey, policyKey, address });
  if (!command) return null;

  const log = engine.log.child({ requestId, commandId: command.id });
  log.info({ command: name }, 'Device with a former password comes for its order');
  const actor = { kind: 'device', id: deviceKey, name: line.deviceType, role: null } as const;
  const ctx = { db: engine.db, actor, requestId, address, now: engine.now };
  const context = { command: name, protocolVersion, hasPolicyKey: policyKey.kind === 'present' };
  if (!canCarry(command, protocolVersion)) {
    await enforceRefusal(ctx, command.id, { address, protocolVersion });
    return statusAnswer(commonStatus.deviceBlocked, context);
  }
  if (name !== 'Provision') return statusAnswer(commonStatus.remoteWipeRequested, context);
  const provision = provisionRequestOf(await caller.readBody());
  return provisionCommand({
    ctx,
    command,
    request: provision,
    address,
    protocolVersion,
    proof: 'former_password',
    log,
  });
}
