import { readText, requireDocument, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { commonStatus } from '@/lib/protocol/eas/status';
import type { CommandParameters } from '@/lib/protocol/http/eas-request-line';
import { bytesOf, child, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/**
 * What SendMail, SmartReply and SmartForward are refused with. There is no Status for success: the answer is empty.
 *
 * @see [MS-ASCMD] 2.2.3.177.14 Status (SendMail), [MS-ASCMD] 2.2.3.177.16 Status (SmartForward and SmartReply)
 */
export const sendMailStatus = {
  invalidXml: commonStatus.invalidXml,
  invalidDateTime: commonStatus.invalidDateTime,
  invalidCombinationOfIds: commonStatus.invalidCombinationOfIds,
  invalidIds: commonStatus.invalidIds,
  invalidMime: commonStatus.invalidMime,
  serverError: commonStatus.serverError,
  serverErrorRetryLater: commonStatus.serverErrorRetryLater,
  mailboxQuotaExceeded: commonStatus.mailboxQuotaExceeded,
  sendQuotaExceeded: commonStatus.sendQuotaExceeded,
  recipientUnresolved: commonStatus.recipientUnresolved,
  replyNotAllowed: commonStatus.replyNotAllowed,
  previouslySent: commonStatus.messagePreviouslySent,
  noRecipient: commonStatus.messageHasNoRecipient,
  submissionFailed: commonStatus.mailSubmissionFailed,
  replyFailed: commonStatus.messageReplyFailed,
  attachmentTooLarge: commonStatus.attachmentTooLarge,
  notRecurring: commonStatus.noRecurrenceInCalendar,
  sourceNotFound: commonStatus.itemNotFound,
  invalidAccountId: commonStatus.invalidAccountId,
  accountSendDisabled: commonStatus.accountSendDisabled,
} as const;

export interface SendMailRequest {
  /** The client's name for this message, by which it is sent once only. Absent up to 12.1. */
  readonly clientId?: string;
  /** From 14.1 on. Absent: the main account. */
  readonly accountId?: string;
  readonly saveInSentItems: boolean;
  /** The whole message. From a request it is a view into it: copy what outlives it. */
  readonly mime: Uint8Array;
  /** Of rights management, from 14.1 on. */
  readonly templateId?: string;
}

/** Only for a failure. */
export interface SendMailResponse {
  readonly status: number;
}

const MAX_CLIENT_ID_LENGTH = 40;
const status = commonStatus.invalidXml;

/**
 * Reads the form of 14.0 and later.
 *
 * @throws EasFormatError with Status 103, or 107 for an empty message
 * @see [MS-ASCMD] 2.2.1.17 SendMail
 */
export function readSendMailRequest(element: EasElement): SendMailRequest {
  requireDocument(element, 'SendMail', status);
  const mime = readMime(element);
  if (!mime) throw new EasFormatError('missing_element', 'Mime', status);
  return { ...readOutgoing(element), mime };
}

/**
 * The request that versions up to 12.1 make by a body of type `message/rfc822` and parameters of the query.
 *
 * @throws EasFormatError with Status 107 for an empty message
 */
export function sendMailRequestOfMime(
  body: Uint8Array | undefined,
  { saveInSent }: Pick<CommandParameters, 'saveInSent'>,
): SendMailRequest {
  return { saveInSentItems: saveInSent, mime: requireMime(body) };
}

/**
 * The body of a request up to 12.1.
 *
 * @throws EasFormatError with Status 107 if there is none
 */
export function requireMime(body: Uint8Array | undefined): Uint8Array {
  if (!body || body.length === 0) throw new EasFormatError('missing_element', 'Mime', commonStatus.invalidMime);
  return body;
}

/**
 * What all three commands that send have in common.
 *
 * @throws EasFormatError with Status 103
 */
export const readOutgoing = (element: EasElement): Omit<SendMailRequest, 'mime'> => ({
  clientId: requireText(element, { name: 'ClientId', status, maxLength: MAX_CLIENT_ID_LENGTH }),
  accountId: readText(element, { name: 'AccountId', status }),
  // Without content whatever it holds: that it is there counts.
  saveInSentItems: child(element, 'SaveInSentItems') !== undefined,
  templateId: readText(element, { name: 'TemplateID', namespace: 'RightsManagement', status }),
});

/**
 * The message, or undefined if its element is absent.
 *
 * @throws EasFormatError with Status 107 if it is empty
 */
export function readMime(element: EasElement): Uint8Array | undefined {
  const mime = child(element, 'Mime');
  return mime && requireMime(bytesOf(mime));
}

/** The request of a client from 14.0 on. */
export const writeSendMailRequest = (request: SendMailRequest): EasElement =>
  el('ComposeMail', 'SendMail', [
    optional('ComposeMail', 'ClientId', request.clientId),
    optional('ComposeMail', 'AccountId', request.accountId),
    request.saveInSentItems && el('ComposeMail', 'SaveInSentItems'),
    el('ComposeMail', 'Mime', request.mime),
    optional('RightsManagement', 'TemplateID', request.templateId),
  ]);

/** The document of a failure. */
export const writeSendMailResponse = (response: SendMailResponse): EasElement =>
  el('ComposeMail', 'SendMail', [el('ComposeMail', 'Status', response.status)]);

/**
 * Reads an answer that has a body, as a client.
 *
 * @throws EasFormatError if it is no answer to SendMail
 */
export function readSendMailResponse(element: EasElement): SendMailResponse {
  requireDocument(element, 'SendMail', status);
  return { status: requireInteger(element, { name: 'Status', status }) };
}
