import { addressParser } from 'postal-mime';
import type { Address, MessageHead } from '@/engine/backends/contract';
import { isAtLeast } from '@/lib/protocol/eas/protocol-version';
import { type EasElement, type ElementChild, el, optional } from '@/lib/protocol/wbxml/element';
import { addressList, displayNames, named } from './address-list';
import { attachmentElements } from './attachment-elements';
import { bodyElements, nativeBodyType } from './body-elements';
import type { BodyContext } from './choose-body';
import { conversationId, conversationIndex } from './conversation';
import type { LoadedMessage } from './load-messages';
import { markProperties } from './mark-properties';
import { meetingRequest } from './meeting-request';
import { messageClass } from './message-class';
import { type Meeting, readMeeting } from './read-meeting';
import { threadTopic } from './thread-topic';

export type EmailContext = BodyContext & {
  /** Goes into the FileReference of attachments. */
  readonly folderId: string;
};

const UTF_8_CODE_PAGE = 65_001;
const importanceCode = { low: 0, normal: 1, high: 2 } as const;

/**
 * A mail as the properties of an item of class Email, as far as the version knows them.
 *
 * @see [MS-ASEMAIL] 2.2.2 Elements, [MS-ASAIRS] 2.2.2 Elements
 */
export function emailProperties(message: LoadedMessage, context: EmailContext): EasElement[] {
  const meeting = meetingOf(message);
  const properties: ElementChild[] = [
    ...addressProperties(message.head),
    el('Email', 'Subject', message.head.subject),
    el('Email', 'DateReceived', message.head.receivedAt.toISOString()),
    optional('Email', 'DisplayTo', displayNames(message.head.to)),
    el('Email', 'ThreadTopic', threadTopic(message.head.subject)),
    // Several clients take a missing Importance for a low one.
    el('Email', 'Importance', importanceCode[importanceOf(message.head)]),
    ...markProperties(message.head, context.version).filter(isWorthAdding),
    el('Email', 'MessageClass', messageClass(message, meeting)),
    el('Email', 'InternetCPID', UTF_8_CODE_PAGE),
    isAtLeast(context.version, '12.1') &&
      el('Email', 'ContentClass', `urn:content-classes:${meeting ? 'calendarmessage' : 'message'}`),
    meeting !== null && meetingRequest(meeting, context.version),
    ...laterProperties(message, context),
    attachmentElements(message, { ...context, isMeeting: meeting !== null }),
    ...bodyElements(message, context, meeting?.description ?? ''),
    isAtLeast(context.version, '12.1') && el('AirSyncBase', 'NativeBodyType', nativeBodyType(message)),
  ];
  return properties.filter((each) => typeof each === 'object');
}

function addressProperties(head: MessageHead): ElementChild[] {
  return [
    optional('Email', 'To', addressList(head.to)),
    optional('Email', 'Cc', addressList(head.cc)),
    optional('Email', 'From', addressList(head.from.map(named))),
    optional('Email', 'ReplyTo', addressList(head.replyTo, '; ')),
  ];
}

/** What came with 14.0 and 16.0. */
function laterProperties({ head, mailbox }: LoadedMessage, { version }: EmailContext): ElementChild[] {
  if (!isAtLeast(version, '14.0')) return [];
  const isTo = (addresses: MessageHead['to']) => addresses.some(({ address }) => address.toLowerCase() === mailbox);
  const is16 = isAtLeast(version, '16.0');
  return [
    el('Email2', 'ConversationId', conversationId(head)),
    el('Email2', 'ConversationIndex', conversationIndex(head)),
    optional('Email2', 'Sender', senderOf(head)),
    isTo(head.bcc) && !isTo(head.to) && !isTo(head.cc) && !isTo(head.from) && el('Email2', 'ReceivedAsBcc', true),
    is16 && el('Email2', 'IsDraft', head.isDraft),
    is16 && head.isDraft && optional('Email2', 'Bcc', addressList(head.bcc)),
  ];
}

/** Who sent it for somebody else. */
function senderOf({ headers, from }: MessageHead): string | undefined {
  const sender = headers.sender?.trim();
  const isOther =
    sender !== undefined && !from.some(({ address }) => sender.toLowerCase().includes(address.toLowerCase()));
  return isOther && sender !== '' ? addressList(addressesOf(sender)) : undefined;
}

const addressesOf = (value: string): Address[] =>
  addressParser(value, { flatten: true }).map(({ name, address }) => ({ name, address: address ?? '' }));

function importanceOf({ headers }: MessageHead): keyof typeof importanceCode {
  const word = (headers.importance ?? '').trim().toLowerCase();
  if (word === 'high' || word === 'low' || word === 'normal') return word;
  const priority = (headers['x-priority'] ?? '').trim().charAt(0);
  if (priority === '1' || priority === '2') return 'high';
  if (priority === '4' || priority === '5') return 'low';
  const urgency = (headers.priority ?? '').trim().toLowerCase();
  return urgency === 'urgent' ? 'high' : urgency === 'non-urgent' ? 'low' : 'normal';
}

/** The calendar part, if it can be acted upon. What is signed or encrypted is shown as it is. */
function meetingOf({ layout, texts }: LoadedMessage): Meeting | null {
  const calendar = layout.calendar && texts.get(layout.calendar.path);
  return calendar && !calendar.isTruncated && layout.smime === null ? readMeeting(calendar.content) : null;
}

/** TouchDown takes no empty list. What is not set need not be taken away from a mail that is new to the client. */
const isWorthAdding = (element: EasElement): boolean =>
  (element.name !== 'Categories' || element.children.length > 0) &&
  (element.name !== 'LastVerbExecuted' || element.text !== '0');
