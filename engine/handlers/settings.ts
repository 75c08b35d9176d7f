import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { getAutomaticReply, setAutomaticReply } from './automatic-replies';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  readSettingsRequest,
  type SettingsAnswer,
  type SettingsQuery,
  settingsStatus,
  writeSettingsResponse,
} from '@/lib/protocol/eas/settings';

/**
 * What a device tells about itself, and who its owner is. The rest is answered so that no client stumbles over it.
 *
 * @see [MS-ASCMD] 2.2.1.18 Settings
 */
export async function settings(exchange: Exchange): Promise<Answer> {
  const { document, request } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'Settings', settingsStatus.protocolError);
  const answers: SettingsAnswer[] = [];
  for (const query of readSettingsRequest(document).queries) answers.push(await answerQuery(exchange, query));
  const response = { status: settingsStatus.success, answers };
  return documentAnswer(writeSettingsResponse(response, request.line.protocolVersion));
}

async function answerQuery(exchange: Exchange, query: SettingsQuery): Promise<SettingsAnswer> {
  const { property } = query;
  if (query.action === 'malformed') return { property, status: query.status };
  switch (query.property) {
    case 'DeviceInformation':
      await recordDeviceInformation(exchange.ctx, { deviceId: exchange.facts.id, information: query.device });
      return { property, status: settingsStatus.success };
    case 'UserInformation':
      return { property, status: settingsStatus.success, accounts: [ownAccount(exchange)] };
    case 'Oof':
      if (query.action === 'set') return setAutomaticReply(exchange, query.oof);
      return getAutomaticReply(exchange, query.bodyType);
    case 'DevicePassword':
      // Such a password is not kept, even where a policy asks phones to deposit one.
      return { property, status: settingsStatus.deniedByPolicy };
    case 'RightsManagementInformation':
      return { property, status: settingsStatus.success, hasTemplates: true };
  }
}

const ownAccount = ({ account }: Exchange) => ({
  displayName: account.displayName ?? undefined,
  addresses: [account.mailbox],
});
