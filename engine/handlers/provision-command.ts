import { type Answer, documentAnswer } from '@/engine/answer';
import { markDelivered, recordAnswer } from '@/lib/domain/commands/command-lifecycle';
import type { AnswerProof } from '@/lib/domain/commands/contract';
import type { OpenCommand } from '@/lib/domain/commands/find-open-command';
import type { DomainContext } from '@/lib/domain/context';
import type { Logger } from '@/lib/log/logger';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import {
  type ProvisionRequest,
  type ProvisionResponse,
  provisionStatus,
  wipeAnswer,
  writeProvisionResponse,
} from '@/lib/protocol/eas/provision';

/** How an order and the device it is for meet. The device's row may be gone, and its sign-in may have failed. */
export type CommandMeeting = {
  readonly ctx: DomainContext;
  readonly command: OpenCommand;
  readonly request: ProvisionRequest;
  /** Set if the device told about itself, which is acknowledged along with the rest. */
  readonly deviceInformationStatus?: number;
  readonly address: string;
  readonly protocolVersion: ProtocolVersion;
  readonly proof: AnswerProof;
  readonly log: Logger;
};

/**
 * Hands the device its open command, then records what the device says became of it. A report is taken wherever in the
 * request it stands; any other request, empty or not, is answered with the directive.
 *
 * @returns null if there is nothing to hand out any more: cancelled a moment ago
 */
export async function provisionCommand(meeting: CommandMeeting): Promise<Answer | null> {
  const report = reportOn(meeting);
  if (report !== undefined) {
    const answer = await takeReport(meeting, report);
    if (answer) return answer;
  }
  const { ctx, command, address, protocolVersion, deviceInformationStatus } = meeting;
  // [MS-ASPROV] 3.2.5.1.1: before the answer is written, the order counts as delivered and cannot be cancelled
  const isDelivered = await markDelivered(ctx, command.id, { address, protocolVersion });
  if (!isDelivered) return null;
  meeting.log.info({ commandId: command.id, kind: command.kind }, 'Command handed out');
  return answer({ status: provisionStatus.success, deviceInformationStatus, ...directive(command) });
}

/** Whether this version can carry the directive at all: an account-only wipe came with 16.1, and nothing replaces it. */
export const canCarry = ({ method }: OpenCommand, protocolVersion: ProtocolVersion): boolean =>
  method === 'remote_wipe' || (method === 'account_only_remote_wipe' && protocolVersion === '16.1');

function reportOn({ command, request }: CommandMeeting): 1 | 2 | undefined {
  return command.method === 'remote_wipe' ? request.remoteWipe?.status : request.accountOnlyRemoteWipe?.status;
}

/** Null if the report is about nothing that was handed out: a device that was not told cannot have obeyed. */
async function takeReport(meeting: CommandMeeting, report: 1 | 2): Promise<Answer | null> {
  const { ctx, command, address, protocolVersion, proof } = meeting;
  const isDone = report === wipeAnswer.done;
  const outcome = isDone ? 'acknowledged' : 'failed';
  const isRecorded = await recordAnswer(ctx, command.id, {
    outcome,
    status: String(report),
    address,
    protocolVersion,
    proof,
  });
  if (!isRecorded) return null;
  meeting.log.info({ commandId: command.id, kind: command.kind, outcome, proof }, 'Command answered by the device');
  // [MS-ASPROV] 3.2.5.1.2.2: success is answered with 1; failure with 2 and the directive again
  if (isDone) return answer({ status: provisionStatus.success });
  return answer({ status: provisionStatus.protocolError, ...directive(command) });
}

const directive = ({ method }: OpenCommand): Partial<ProvisionResponse> =>
  method === 'remote_wipe' ? { remoteWipe: true } : { accountOnlyRemoteWipe: true };

const answer = (response: ProvisionResponse): Answer => documentAnswer(writeProvisionResponse(response));
