import { formatDateTime } from '@/lib/protocol/eas/date-time';
import {
  readDateTime,
  readInteger,
  readText,
  requireDocument,
  requireInteger,
  requireSome,
  requireText,
} from '@/lib/protocol/eas/fields';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { commonStatus } from '@/lib/protocol/eas/status';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.9 Status (MeetingResponse), of one answer to a meeting. */
export const meetingResponseStatus = {
  success: 1,
  /** Also: the user is its organizer, or the occurrence does not exist. */
  invalidRequest: 2,
  mailboxError: 3,
  serverError: 4,
  invalidInstanceId: 104,
  notRecurring: 146,
} as const;

/** What the user says to a meeting. [MS-ASCMD] 2.2.1.11 MeetingResponse */
export const userResponse = { accepted: 1, tentative: 2, declined: 3 } as const;

export type UserResponse = (typeof userResponse)[keyof typeof userResponse];

/** The request in a mail folder, or the event itself in the calendar. */
export type MeetingTarget =
  | { readonly by: 'item'; readonly collectionId: string; readonly requestId: string }
  | { readonly by: 'longId'; readonly longId: string };

/** That the server is to mail the answer, from 16.0 on. */
export interface SendResponse {
  /** What the user adds: 1 text, 2 HTML. */
  readonly body?: { readonly type: 1 | 2; readonly data: string };
  /** From 16.1 on: when it would suit better. */
  readonly proposedStart?: Date;
  readonly proposedEnd?: Date;
}

export interface MeetingAnswer {
  readonly response: UserResponse;
  readonly target: MeetingTarget;
  /** From 14.1 on: one occurrence of a series, by when it was to begin. */
  readonly instanceId?: Date;
  readonly sendResponse?: SendResponse;
}

export interface MeetingResponseRequest {
  readonly answers: readonly MeetingAnswer[];
}

export interface MeetingResult {
  readonly requestId?: string;
  readonly status: number;
  /** The event in the calendar, unless it was declined. */
  readonly calendarId?: string;
}

export interface MeetingResponseResponse {
  /** Only for a failure of the whole request. */
  readonly status?: number;
  /** In the order of the request. */
  readonly results: readonly MeetingResult[];
}

const MAX_REQUESTS = 100;
const MAX_BODY_LENGTH = 1024 * 1024;
const status = meetingResponseStatus.invalidRequest;

/**
 * @throws EasFormatError with Status 2, with 103 for more than 100 meetings, with 104 for an occurrence that is no time
 * @see [MS-ASCMD] 2.2.1.11 MeetingResponse
 */
export function readMeetingResponseRequest(element: EasElement): MeetingResponseRequest {
  requireDocument(element, 'MeetingResponse', status);
  if (children(element, 'Request').length > MAX_REQUESTS) {
    throw new EasFormatError('out_of_range', 'Request', commonStatus.invalidXml);
  }
  return { answers: requireSome(element, { name: 'Request', status, max: MAX_REQUESTS }).map(readAnswer) };
}

function readAnswer(element: EasElement): MeetingAnswer {
  const response = requireInteger(element, { name: 'UserResponse', status, min: 1, max: 3 });
  const send = child(element, 'SendResponse');
  return {
    response: response as UserResponse, // the range was checked
    target: readTarget(element),
    instanceId: readDateTime(element, { name: 'InstanceId', status: meetingResponseStatus.invalidInstanceId }),
    sendResponse: send && readSendResponse(send),
  };
}

function readTarget(element: EasElement): MeetingTarget {
  const longId = readText(element, { name: 'LongId', namespace: 'Search', status });
  if (longId) return { by: 'longId', longId };
  return {
    by: 'item',
    collectionId: requireText(element, { name: 'CollectionId', status, maxLength: MAX_KEY_LENGTH }),
    requestId: requireText(element, { name: 'RequestId', status, maxLength: MAX_KEY_LENGTH }),
  };
}

function readSendResponse(element: EasElement): SendResponse {
  const body = child(element, 'Body', 'AirSyncBase');
  const [start, end] = (['ProposedStartTime', 'ProposedEndTime'] as const).map((name) =>
    readDateTime(element, { name, status }),
  );
  if (!start !== !end)
    throw new EasFormatError('missing_element', start ? 'ProposedEndTime' : 'ProposedStartTime', status);
  if (start && end && start >= end) throw new EasFormatError('out_of_range', 'ProposedEndTime', status);
  return {
    body: body && {
      type: requireInteger(body, { name: 'Type', status, min: 1, max: 2 }) as 1 | 2, // the range was checked
      data: readText(body, { name: 'Data', status, maxLength: MAX_BODY_LENGTH }) ?? '',
    },
    proposedStart: start,
    proposedEnd: end,
  };
}

/** The request of a client. */
export const writeMeetingResponseRequest = ({ answers }: MeetingResponseRequest): EasElement =>
  el('MeetingResponse', 'MeetingResponse', answers.map(writeAnswer));

const writeAnswer = ({ response, target, instanceId, sendResponse }: MeetingAnswer): EasElement =>
  el('MeetingResponse', 'Request', [
    el('MeetingResponse', 'UserResponse', response),
    ...(target.by === 'item'
      ? [
          el('MeetingResponse', 'CollectionId', target.collectionId),
          el('MeetingResponse', 'RequestId', target.requestId),
        ]
      : [el('Search', 'LongId', target.longId)]),
    optional('MeetingResponse', 'InstanceId', instanceId && formatDateTime(instanceId)),
    sendResponse && writeSendResponse(sendResponse),
  ]);

const writeSendResponse = ({ body, proposedStart, proposedEnd }: SendResponse): EasElement =>
  el('MeetingResponse', 'SendResponse', [
    body && el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', body.type), el('AirSyncBase', 'Data', body.data)]),
    optional('MeetingResponse', 'ProposedStartTime', proposedStart && formatDateTime(proposedStart)),
    optional('MeetingResponse', 'ProposedEndTime', proposedEnd && formatDateTime(proposedEnd)),
  ]);

/** The document of an answer. */
export const writeMeetingResponseResponse = ({ status: whole, results }: MeetingResponseResponse): EasElement =>
  el('MeetingResponse', 'MeetingResponse', [
    optional('MeetingResponse', 'Status', whole),
    ...results.map((each) =>
      el('MeetingResponse', 'Result', [
        optional('MeetingResponse', 'RequestId', each.requestId),
        el('MeetingResponse', 'Status', each.status),
        optional('MeetingResponse', 'CalendarId', each.calendarId),
      ]),
    ),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to MeetingResponse
 */
export function readMeetingResponseResponse(element: EasElement): MeetingResponseResponse {
  requireDocument(element, 'MeetingResponse', status);
  return {
    status: readInteger(element, { name: 'Status', status }),
    results: children(element, 'Result').map((each) => ({
      requestId: readText(each, { name: 'RequestId', status }),
      status: requireInteger(each, { name: 'Status', status }),
      calendarId: readText(each, { name: 'CalendarId', status }),
    })),
  };
}
