import { type Answer, documentAnswer } from '@/engine/answer';
import { composeMeetingReply } from '@/engine/content/compose-meeting-reply';
import { layoutOf } from '@/engine/content/message-layout';
import { type Meeting, readMeeting } from '@/engine/content/read-meeting';
import type { Exchange } from '@/engine/exchange';
import { textKey } from '@/engine/backends/contract';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  type MeetingAnswer,
  meetingResponseStatus as status,
  type MeetingResult,
  type MeetingTarget,
  readMeetingResponseRequest,
  writeMeetingResponseResponse,
} from '@/lib/protocol/eas/meeting-response';
import { commonStatus } from '@/lib/protocol/eas/status';
import { sendOnce } from './send-once';
import { findItem, type MailItem } from './server-id';

const CALENDAR_BYTES = 512 * 1024;

/**
 * What the owner says to invitations. Up to 14.1 the phone mails the answer itself; from 16.0 on it may leave that to the
 * server. There is no calendar here yet that the event could be entered in, so no CalendarId is given.
 *
 * @see [MS-ASCMD] 2.2.1.11 MeetingResponse
 */
export async function meetingResponse(exchange: Exchange): Promise<Answer> {
  const { document } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'Request', commonStatus.invalidXml);
  const { answers } = readMeetingResponseRequest(document);
  const results: MeetingResult[] = [];
  for (const each of answers)
    results.push({ requestId: requestIdOf(each.target), status: await respond(exchange, each) });
  return documentAnswer(writeMeetingResponseResponse({ results }));
}

const requestIdOf = (target: MeetingTarget): string | undefined =>
  target.by === 'item' ? target.requestId : undefined;

async function respond(exchange: Exchange, answer: MeetingAnswer): Promise<number> {
  const { target, instanceId } = answer;
  const item = findItem(target.by === 'item' ? target.requestId : target.longId);
  if (!item || (target.by === 'item' && item.folderId !== target.collectionId)) return status.invalidRequest;
  const calendar = await findCalendar(exchange, item);
  const meeting = calendar === null ? null : readMeeting(calendar);
  if (calendar === null || meeting?.kind !== 'request') return status.invalidRequest;
  if (meeting.organizer?.address.toLowerCase() === exchange.account.address.toLowerCase()) return status.invalidRequest;
  if (instanceId && !meeting.isSeries) return status.notRecurring;
  return answer.sendResponse ? sendReply(exchange, answer, { calendar, meeting, item }) : status.success;
}

/** The calendar part of a mail, or null if it is no invitation, or gone. */
async function findCalendar({ engine, account, request }: Exchange, { folderId, uid }: MailItem) {
  const [head] = await engine.backend.fetchHeads({ account, folderId, uids: [uid] }, request.signal);
  const part = head && layoutOf(head.structure).calendar;
  if (!part) return null;
  const wishes = [{ uid, part, limitBytes: CALENDAR_BYTES }];
  const texts = await engine.backend.fetchTexts({ account, folderId, wishes }, request.signal);
  return texts.get(textKey(uid, part.path))?.content ?? null;
}

type Invitation = { readonly calendar: string; readonly meeting: Meeting; readonly item: MailItem };

async function sendReply(
  exchange: Exchange,
  { response, sendResponse, instanceId }: MeetingAnswer,
  { calendar, meeting, item }: Invitation,
): Promise<number> {
  if (!meeting.organizer) return status.invalidRequest;
  const { account, facts, ctx } = exchange;
  const { address, displayName } = account;
  const raw = await composeMeetingReply({
    calendar,
    response,
    instanceId,
    address,
    displayName,
    comment: sendResponse?.body,
    proposed: sendResponse?.proposedStart && {
      start: sendResponse.proposedStart,
      end: sendResponse.proposedEnd ?? sendResponse.proposedStart,
    },
    now: ctx.now(),
  });
  const clientId = `${item.folderId}:${item.uid} ${response} ${instanceId?.toISOString() ?? ''}`;
  const name = { deviceId: facts.id, scope: 'meeting', clientId };
  const sent = await sendOnce(exchange, { raw, name, saveInSent: true });
  return sent.kind === 'refused' || sent.kind === 'running' ? status.serverError : status.success;
}
