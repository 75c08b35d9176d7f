import { createHash } from 'node:crypto';
import { type Answer, emptyAnswer, statusAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { statusContext } from '@/engine/pipeline/status-context';
import type { ItemName } from '@/engine/sync-state/client-items';
import { isAtLeast } from '@/lib/protocol/eas/protocol-version';
import {
  readSendMailRequest,
  sendMailRequestOfMime,
  sendMailStatus,
  type SendMailRequest,
} from '@/lib/protocol/eas/send-mail';
import { type SendResult, sendOnce } from './send-once';

/**
 * A mail of the phone goes out.
 *
 * @see [MS-ASCMD] 2.2.1.17 SendMail
 */
export async function sendMail(exchange: Exchange): Promise<Answer> {
  const { document, mime, request } = exchange;
  const wanted = document ? readSendMailRequest(document) : sendMailRequestOfMime(mime, request.line.parameters);
  if (wanted.accountId) return statusAnswer(sendMailStatus.invalidAccountId, statusContext(exchange));
  const raw = Buffer.from(wanted.mime);
  const sent = await sendOnce(exchange, { raw, name: sendName(exchange, wanted), saveInSent: wanted.saveInSentItems });
  return answerOf(exchange, sent);
}

/** By its ClientId; up to 12.1, which has none, the very same octets are the same mail. */
export function sendName(
  { facts }: Exchange,
  { clientId, mime = new Uint8Array() }: Pick<SendMailRequest, 'clientId'> & { mime?: Uint8Array },
): ItemName {
  const digest = () => `mime:${createHash('sha256').update(mime).digest('base64url')}`;
  return { deviceId: facts.id, scope: 'send', clientId: clientId ?? digest() };
}

/** Success has no body. */
export function answerOf(exchange: Exchange, sent: SendResult): Answer {
  switch (sent.kind) {
    case 'sent':
      return emptyAnswer;
    case 'sent_before': {
      // Up to 12.1 there is no status for it, and a failure would make the client try for ever.
      if (!isAtLeast(exchange.request.line.protocolVersion, '14.0')) return emptyAnswer;
      return statusAnswer(sendMailStatus.previouslySent, statusContext(exchange));
    }
    case 'running':
      return statusAnswer(sendMailStatus.serverErrorRetryLater, statusContext(exchange));
    case 'refused':
      return statusAnswer(sent.status, statusContext(exchange));
  }
}
