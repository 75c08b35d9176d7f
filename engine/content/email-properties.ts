import type { Address, Message } from '@/engine/backends/contract';
import { htmlToText } from '@/engine/content/html-to-text';
import { type BodyPreference, bodyType } from '@/lib/protocol/eas/sync-options';
import { isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASEMAIL] 2.2.2 Elements: the longest list a client takes. */
const MAX_ADDRESSES_LENGTH = 32_768;
const UTF_8_CODE_PAGE = 65_001;
/** Of a body if the client names no limit. */
const DEFAULT_BODY_BYTES = 32 * 1024;
const MAX_BODY_BYTES = 512 * 1024;

export type BodyOptions = { readonly bodyPreferences: readonly BodyPreference[] };

const importanceCode = { low: 0, normal: 1, high: 2 } as const;

/** How many octets of a body have to be fetched to serve these options. HTML shrinks when it becomes text. */
export function bodyBytesWanted(options: BodyOptions): number {
  const limit = textPreference(options)?.truncationBytes ?? DEFAULT_BODY_BYTES;
  return Math.min(MAX_BODY_BYTES, Math.max(4 * limit, DEFAULT_BODY_BYTES));
}

/**
 * A mail as the properties of an item of class Email: headers, and the body as plain text.
 *
 * @see [MS-ASEMAIL] 2.2.2 Elements, [MS-ASAIRS] 2.2.2 Elements
 */
export function emailProperties(message: Message, options: BodyOptions, version: ProtocolVersion): EasElement[] {
  const subject = message.subject;
  const properties = [
    optional('Email', 'To', addressList(message.to)),
    optional('Email', 'Cc', addressList(message.cc)),
    // Some clients show an error where a sender has no name.
    optional('Email', 'From', addressList(message.from.map(named))),
    optional('Email', 'ReplyTo', addressList(message.replyTo, '; ')),
    el('Email', 'Subject', subject),
    el('Email', 'DateReceived', message.receivedAt.toISOString()),
    optional('Email', 'DisplayTo', displayNames(message.to)),
    el('Email', 'ThreadTopic', threadTopic(subject)),
    // Several clients take a missing Importance for a low one.
    el('Email', 'Importance', importanceCode[message.importance]),
    el('Email', 'Read', message.isRead),
    textBody(message, textPreference(options), version),
    el('Email', 'MessageClass', 'IPM.Note'),
    el('Email', 'InternetCPID', UTF_8_CODE_PAGE),
    el('Email', 'ContentClass', 'urn:content-classes:message'),
    el('AirSyncBase', 'NativeBodyType', message.body.format === 'html' ? bodyType.html : bodyType.text),
  ];
  return properties.filter((each) => each !== undefined);
}

/** Only the read mark: what changes about a mail that the client has. */
export const readProperty = (isRead: boolean): EasElement[] => [el('Email', 'Read', isRead)];

function textPreference(options: BodyOptions): BodyPreference | undefined {
  const preferences = options.bodyPreferences;
  return preferences.find(({ type }) => type === bodyType.text) ?? preferences[0];
}

function textBody(message: Message, preference: BodyPreference | undefined, version: ProtocolVersion): EasElement {
  const { body } = message;
  const text = body.format === 'html' ? htmlToText(body.content) : body.content;
  const whole = Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'));
  const limit = Math.min(MAX_BODY_BYTES, preference?.truncationBytes ?? DEFAULT_BODY_BYTES);
  const isTruncated = body.isTruncated || whole.length > limit;
  // [MS-ASAIRS] 2.2.2 AllOrNone: rather nothing than a part
  const isLeftOut = isTruncated && preference?.allOrNone === true;
  // A character that was cut in two comes out as U+FFFD at the end.
  const data = whole
    .subarray(0, limit)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
  const preview = isAtLeast(version, '14.0') ? preference?.preview : undefined;
  return el('AirSyncBase', 'Body', [
    el('AirSyncBase', 'Type', bodyType.text),
    el('AirSyncBase', 'EstimatedDataSize', isTruncated ? Math.max(body.sizeBytes, whole.length) : whole.length),
    isTruncated && el('AirSyncBase', 'Truncated', true),
    !isLeftOut && el('AirSyncBase', 'Data', data),
    preview !== undefined && preview > 0 && el('AirSyncBase', 'Preview', previewOf(text, preview)),
  ]);
}

const previewOf = (text: string, length: number): string =>
  Array.from(text.replaceAll(/\s+/g, ' ').trim()).slice(0, length).join('');

function addressList(addresses: readonly Address[], separator = ', '): string | undefined {
  const list = addresses.map(({ name, address }) => (name === '' ? address : `${quoted(name)} <${address}>`));
  return list.length === 0 ? undefined : list.join(separator).slice(0, MAX_ADDRESSES_LENGTH);
}

const quoted = (name: string): string => `"${name.replaceAll(/["\\]/g, '')}"`;

const named = ({ name, address }: Address): Address => ({ name: name || (address.split('@')[0] ?? ''), address });

function displayNames(addresses: readonly Address[]): string | undefined {
  const names = addresses.map(({ name, address }) => name || address);
  return names.length === 0 ? undefined : names.join('; ').slice(0, MAX_ADDRESSES_LENGTH);
}

const threadTopic = (subject: string): string => subject.replace(/^(?:\s*(?:re|aw|fwd?|wg|sv|tr)\s*:)+\s*/i, '');
