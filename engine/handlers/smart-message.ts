import { type Answer, statusAnswer } from '@/engine/answer';
import { composeSmart } from '@/engine/content/compose-smart';
import { OutgoingProblem } from '@/engine/content/outgoing-problem';
import type { Exchange } from '@/engine/exchange';
import { statusContext } from '@/engine/pipeline/status-context';
import { sendMailStatus } from '@/lib/protocol/eas/send-mail';
import {
  readSmartMessageRequest,
  type SmartCommand,
  type SmartMessageRequest,
  smartMessageRequestOfMime,
  type SmartSource,
} from '@/lib/protocol/eas/smart-message';
import { carryThrough } from './carry-through';
import { answerOf, sendName } from './send-mail';
import { sendOnce } from './send-once';
import { findItem, type MailItem } from './server-id';

const MAX_ORIGINAL_BYTES = 64 * 1024 * 1024;
const FORWARDED = '$Forwarded';

/**
 * A reply, with the mail that it answers quoted below.
 *
 * @see [MS-ASCMD] 2.2.1.20 SmartReply
 */
export const smartReply = (exchange: Exchange): Promise<Answer> => smartMessage(exchange, 'SmartReply');

/**
 * A forward, with the mail and its attachments.
 *
 * @see [MS-ASCMD] 2.2.1.19 SmartForward
 */
export const smartForward = (exchange: Exchange): Promise<Answer> => smartMessage(exchange, 'SmartForward');

async function smartMessage(exchange: Exchange, command: SmartCommand): Promise<Answer> {
  const { document, mime, request } = exchange;
  const refuse = (status: number) => statusAnswer(status, statusContext(exchange));
  const wanted = document
    ? readSmartMessageRequest(document)
    : smartMessageRequestOfMime(command, mime, request.line.parameters);
  if (wanted.accountId) return refuse(sendMailStatus.invalidAccountId);
  // Occurrences and events to be forwarded lie in a calendar, and there is none here yet.
  if (wanted.source.instanceId || !wanted.mime) return refuse(sendMailStatus.sourceNotFound);
  const item = itemOf(wanted.source);
  if (!item) return refuse(sendMailStatus.sourceNotFound);
  const raw = await compose(exchange, wanted, { item, written: Buffer.from(wanted.mime) });
  if (typeof raw === 'number') return refuse(raw);
  const sending = { raw, name: sendName(exchange, wanted), saveInSent: wanted.saveInSentItems };
  const sent = await sendOnce(exchange, sending);
  if (sent.kind === 'sent') await markOriginal(carryThrough(exchange), command, item);
  return answerOf(exchange, sent);
}

function itemOf(source: SmartSource): MailItem | null {
  const item = findItem(source.by === 'longId' ? source.longId : source.itemId);
  return source.by === 'item' && item?.folderId !== source.folderId ? null : item;
}

type Parts = { readonly item: MailItem; readonly written: Buffer };

/** The whole message, or the status that says why there is none. */
async function compose(
  { engine, account, request }: Exchange,
  { command, replaceMime }: SmartMessageRequest,
  { item, written }: Parts,
): Promise<Buffer | number> {
  const part = { account, ...item, path: '', limitBytes: MAX_ORIGINAL_BYTES };
  const original = await engine.backend.fetchPart(part, request.signal);
  // A message that is whole can go out although what it answers is gone.
  if (!original) return replaceMime ? written : sendMailStatus.sourceNotFound;
  if (original.isTruncated) return sendMailStatus.attachmentTooLarge;
  const kind = command === 'SmartReply' ? 'reply' : 'forward';
  try {
    return await composeSmart({ kind, written, original: original.content, replaceMime });
  } catch (error) {
    if (error instanceof OutgoingProblem) return sendMailStatus.invalidMime;
    throw error;
  }
}

/** [MS-ASEMAIL] 2.2.2.48 LastVerbExecuted. The mail is out by now: a failure here is only noted. */
async function markOriginal({ engine, account, request, log }: Exchange, command: SmartCommand, item: MailItem) {
  const change = command === 'SmartReply' ? { isAnswered: true } : { addKeywords: [FORWARDED] };
  const { folderId, uid } = item;
  try {
    await engine.backend.mark({ account, folderId, uids: [uid], change }, request.signal);
  } catch (err) {
    log.warn({ err }, 'A mail was sent, and what it answers could not be marked');
  }
}
