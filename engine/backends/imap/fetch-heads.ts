import type { FetchMessageObject, ImapFlow, MessageAddressObject } from 'imapflow';
import { withEightBitFields } from './eight-bit-fields';
import { toMessagePart } from './message-part';
import { marksOf } from './marks';
import { openFolder } from './open-folder';
import { uidSets } from './uid-sets';
import {
  type Address,
  extraHeaders,
  type ExtraHeader,
  type MessageHead,
  type MessagePart,
} from '@/engine/backends/contract';

const query = {
  uid: true,
  flags: true,
  envelope: true,
  internalDate: true,
  size: true,
  bodyStructure: true,
  headers: [...extraHeaders],
};

/** Heads of the messages that still exist, with one FETCH for very many. */
export async function fetchHeads(client: ImapFlow, path: string, uids: readonly number[]): Promise<MessageHead[]> {
  if (uids.length === 0) return [];
  return openFolder(client, { path, isChanged: false }, async () => {
    const wanted = new Set(uids);
    const heads: MessageHead[] = [];
    for (const set of uidSets(uids)) {
      for (const message of await client.fetchAll(set, query, { uid: true })) {
        const isPresent = message.flags !== undefined && !message.flags.has('\\Deleted');
        // A server may tell of other messages at any time.
        if (isPresent && wanted.delete(message.uid)) heads.push(readHead(message));
      }
    }
    return [...(await withEightBitFields(client, heads))];
  });
}

/** A message of which the server cannot tell the structure is shown as one text. */
const unknownStructure: MessagePart = {
  path: '1',
  type: 'text/plain',
  parameters: {},
  encoding: '7bit',
  sizeBytes: 0,
  disposition: null,
  fileName: null,
  contentId: null,
  parts: [],
};

function readHead(message: FetchMessageObject): MessageHead {
  const { envelope, bodyStructure, size = 0 } = message;
  const from = addresses(envelope?.from);
  const replyTo = addresses(envelope?.replyTo);
  return {
    uid: message.uid,
    ...marksOf(message.flags ?? new Set()),
    receivedAt: readDate(message.internalDate) ?? readDate(envelope?.date) ?? new Date(0),
    sentAt: readDate(envelope?.date),
    sizeBytes: size,
    from,
    to: addresses(envelope?.to),
    cc: addresses(envelope?.cc),
    bcc: addresses(envelope?.bcc),
    // An envelope repeats the sender where there is no such field.
    replyTo: isSame(replyTo, from) ? [] : replyTo,
    subject: envelope?.subject ?? '',
    messageId: envelope?.messageId || null,
    inReplyTo: envelope?.inReplyTo || null,
    headers: readHeaders(message.headers?.toString('utf8') ?? ''),
    structure: bodyStructure ? toMessagePart(bodyStructure) : { ...unknownStructure, sizeBytes: size },
  };
}

function addresses(list: readonly MessageAddressObject[] | undefined): Address[] {
  return (list ?? [])
    .map(({ name, address }) => ({ name: name ?? '', address: withoutInvention(address ?? '') }))
    .filter(({ address }) => address !== ''); // the name of a group
}

/** Dovecot names a domain that an address does not have. */
function withoutInvention(address: string): string {
  return address.replace(/@MISSING_DOMAIN$/, '').replace(/^MISSING_MAILBOX@.*$/, '');
}

function isSame(a: readonly Address[], b: readonly Address[]): boolean {
  return a.length === b.length && a.every(({ address }, index) => address === b[index]?.address);
}

function readDate(value: Date | string | undefined): Date | null {
  const date = new Date(value ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}

function readHeaders(text: string): Partial<Record<ExtraHeader, string>> {
  const headers: Partial<Record<ExtraHeader, string>> = {};
  for (const line of text.replaceAll(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const name = extraHeaders.find((header) => line.slice(0, header.length + 1).toLowerCase() === `${header}:`);
    if (name !== undefined) headers[name] ??= line.slice(name.length + 1).trim();
  }
  return headers;
}
