import { formatDateTime, parseDateTime } from '@/lib/protocol/eas/date-time';
import { readDateTime, readText, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  readMime,
  readOutgoing,
  requireMime,
  type SendMailRequest,
  type SendMailResponse,
} from '@/lib/protocol/eas/send-mail';
import { commonStatus } from '@/lib/protocol/eas/status';
import type { CommandParameters } from '@/lib/protocol/http/eas-request-line';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

export type SmartCommand = 'SmartReply' | 'SmartForward';

/** What is replied to or forwarded. `instanceId` names one occurrence of a series by when it was to begin. */
export type SmartSource =
  | { readonly by: 'item'; readonly folderId: string; readonly itemId: string; readonly instanceId?: Date }
  | { readonly by: 'longId'; readonly longId: string; readonly instanceId?: Date };

/** Whom an event is forwarded to. */
export interface Forwardee {
  readonly name?: string;
  readonly email: string;
}

/** A reply or a forward; its statuses are those of `sendMailStatus`. */
export interface SmartMessageRequest extends Omit<SendMailRequest, 'mime'> {
  readonly command: SmartCommand;
  readonly source: SmartSource;
  /** True: the message is whole. False: the server adds the source to it. */
  readonly replaceMime: boolean;
  /** Absent only if there are `forwardees`: then the server writes the message. */
  readonly mime?: Uint8Array;
  /** From 16.0 on, and only to forward an event. */
  readonly forwardees: readonly Forwardee[];
}

const status = commonStatus.invalidXml;
const MAX_ADDRESS_LENGTH = 1024;

/**
 * Reads the form of 14.0 and later, of either command.
 *
 * @throws EasFormatError with Status 103, 104 for an occurrence that is no time, 105 for ids that do not go together,
 *   107 for an empty message
 * @see [MS-ASCMD] 2.2.1.19 SmartForward, [MS-ASCMD] 2.2.1.20 SmartReply
 */
export function readSmartMessageRequest(element: EasElement): SmartMessageRequest {
  const command = commandOf(element);
  const source = child(element, 'Source');
  if (!source) throw new EasFormatError('missing_element', 'Source', status);
  const list = command === 'SmartForward' ? child(element, 'Forwardees') : undefined;
  const forwardees = list ? children(list, 'Forwardee').map(readForwardee) : [];
  const mime = readMime(element);
  if (!mime && forwardees.length === 0) throw new EasFormatError('missing_element', 'Mime', status);
  return {
    command,
    ...readOutgoing(element),
    source: readSource(source),
    replaceMime: child(element, 'ReplaceMime') !== undefined,
    mime,
    forwardees,
  };
}

function commandOf({ namespace, name }: EasElement): SmartCommand {
  if (namespace === 'ComposeMail' && (name === 'SmartReply' || name === 'SmartForward')) return name;
  throw new EasFormatError('unexpected_document', name, status);
}

const readSource = (element: EasElement): SmartSource =>
  sourceOf({
    folderId: readText(element, { name: 'FolderId', status }),
    itemId: readText(element, { name: 'ItemId', status }),
    longId: readText(element, { name: 'LongId', status }),
    instanceId: readDateTime(element, { name: 'InstanceId', status: commonStatus.invalidDateTime }),
  });

interface SourceIds {
  readonly folderId?: string;
  readonly itemId?: string;
  readonly longId?: string;
  readonly instanceId?: Date;
}

function sourceOf({ folderId, itemId, longId, instanceId }: SourceIds): SmartSource {
  if (longId && !folderId && !itemId) return { by: 'longId', longId, instanceId };
  if (folderId && itemId && !longId) return { by: 'item', folderId, itemId, instanceId };
  if (!folderId && !itemId && !longId) throw new EasFormatError('missing_element', 'ItemId', status);
  const code = longId ? 'conflicting_elements' : 'missing_element';
  throw new EasFormatError(code, itemId ? 'FolderId' : 'ItemId', commonStatus.invalidCombinationOfIds);
}

const readForwardee = (element: EasElement): Forwardee => ({
  name: readText(element, { name: 'Name', status, maxLength: MAX_ADDRESS_LENGTH }),
  email: requireText(element, { name: 'Email', status, maxLength: MAX_ADDRESS_LENGTH }),
});

/**
 * The request that versions up to 12.1 make by a body of type `message/rfc822` and parameters of the query. The server
 * then always adds the source.
 *
 * @throws EasFormatError as `readSmartMessageRequest`
 */
export function smartMessageRequestOfMime(
  command: SmartCommand,
  body: Uint8Array | undefined,
  parameters: CommandParameters,
): SmartMessageRequest {
  const { collectionId, itemId, longId, occurrence, saveInSent } = parameters;
  const instanceId = occurrence ? parseDateTime(occurrence) : undefined;
  if (occurrence && !instanceId) {
    throw new EasFormatError('invalid_value', 'Occurrence', commonStatus.invalidDateTime);
  }
  return {
    command,
    saveInSentItems: saveInSent,
    source: sourceOf({ folderId: collectionId, itemId, longId, instanceId }),
    replaceMime: false,
    mime: requireMime(body),
    forwardees: [],
  };
}

/** The request of a client from 14.0 on. */
export const writeSmartMessageRequest = (request: SmartMessageRequest): EasElement =>
  el('ComposeMail', request.command, [
    optional('ComposeMail', 'ClientId', request.clientId),
    el('ComposeMail', 'Source', writeSource(request.source)),
    optional('ComposeMail', 'AccountId', request.accountId),
    request.saveInSentItems && el('ComposeMail', 'SaveInSentItems'),
    request.replaceMime && el('ComposeMail', 'ReplaceMime'),
    optional('ComposeMail', 'Mime', request.mime),
    optional('RightsManagement', 'TemplateID', request.templateId),
    request.forwardees.length > 0 && el('ComposeMail', 'Forwardees', request.forwardees.map(writeForwardee)),
  ]);

const writeSource = (source: SmartSource) => [
  ...(source.by === 'item'
    ? [el('ComposeMail', 'FolderId', source.folderId), el('ComposeMail', 'ItemId', source.itemId)]
    : [el('ComposeMail', 'LongId', source.longId)]),
  optional('ComposeMail', 'InstanceId', source.instanceId && formatDateTime(source.instanceId)),
];

const writeForwardee = ({ name, email }: Forwardee): EasElement =>
  el('ComposeMail', 'Forwardee', [optional('ComposeMail', 'Name', name), el('ComposeMail', 'Email', email)]);

/** The query of a client up to 12.1; the message is its body. */
export function smartMessageParameters({ source, saveInSentItems }: SmartMessageRequest): CommandParameters {
  const ids =
    source.by === 'item' ? { collectionId: source.folderId, itemId: source.itemId } : { longId: source.longId };
  const occurrence = source.instanceId && formatDateTime(source.instanceId);
  return { ...ids, occurrence, saveInSent: saveInSentItems };
}

/** The document of a failure. */
export const writeSmartMessageResponse = (command: SmartCommand, response: SendMailResponse): EasElement =>
  el('ComposeMail', command, [el('ComposeMail', 'Status', response.status)]);

/**
 * Reads an answer that has a body, as a client.
 *
 * @throws EasFormatError if it is no answer to SmartReply or SmartForward
 */
export function readSmartMessageResponse(element: EasElement): SendMailResponse {
  commandOf(element);
  return { status: requireInteger(element, { name: 'Status', status }) };
}
