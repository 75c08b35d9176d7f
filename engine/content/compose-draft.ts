import { addressParser } from 'postal-mime';
import type { Address, MessagePart } from '@/engine/backends/contract';
import { bodyType } from '@/lib/protocol/eas/sync-options';
import { children, type EasElement, text, textOf } from '@/lib/protocol/wbxml/element';
import { type BuiltContent, buildContent, type Content, isContentField } from './build-content';
import { type DecodedAttachment, decodeMessage } from './decode-message';
import { changedAttachments } from './draft-attachments';
import { type HeaderBlock, type RawField, readHeaderBlock, writeHeaderBlock } from './header-block';
import { htmlToText } from './html-to-text';
import { mailField } from './mail-field';
import { OutgoingProblem } from './outgoing-problem';

export type StoredDraft = {
  readonly raw: Buffer;
  /** Its parts, as the mail store sees them: that is what a FileReference speaks of. */
  readonly structure: MessagePart;
};

export type Draft = {
  /** Children of ApplicationData. */
  readonly elements: readonly EasElement[];
  /** The draft as it is stored, or null: it is new. */
  readonly existing: StoredDraft | null;
  readonly address: string;
  readonly displayName: string | null;
  readonly now: Date;
  /** With its angle brackets; used if the draft has none yet. */
  readonly messageId: string;
};

export type ComposedDraft = {
  readonly raw: Buffer;
  /** Attachments that were added, and where they are now: with folder and uid that makes a FileReference. */
  readonly added: readonly { readonly clientId: string; readonly path: string }[];
};

/**
 * A draft with what the client changed about it. What it does not name stays.
 *
 * @throws OutgoingProblem `malformed` if the stored draft cannot be read, an attachment to delete is not there, or the body
 *   is in another form than text, HTML or MIME
 * @see [MS-ASEMAIL] 2.2.2.42 IsDraft
 */
export async function composeDraft(draft: Draft): Promise<ComposedDraft> {
  const { elements, existing } = draft;
  const before = existing ? readHeaderBlock(existing.raw) : { fields: [], body: Buffer.alloc(0) };
  const fields = [...headerFields(before, draft)];
  const body = find(elements, 'AirSyncBase', 'Body');
  const attachments = find(elements, 'AirSyncBase', 'Attachments');
  if (existing && !body && !attachments) {
    return {
      raw: writeHeaderBlock({ fields: [...fields, ...before.fields.filter(isContentField)], body: before.body }),
      added: [],
    };
  }
  const stored = existing && (await decodeMessage(existing.raw));
  if (existing && !stored) throw new OutgoingProblem('malformed');
  const changed = changedAttachments(stored?.attachments ?? [], attachments, existing?.structure ?? null);
  const written = body ? await writtenContent(body) : { text: stored?.text, html: stored?.html, attachments: [] };
  const built = await buildContent({ ...written, attachments: [...written.attachments, ...changed.all] });
  const raw = writeHeaderBlock({ fields: [...fields, ...built.fields], body: built.body });
  return { raw, added: changed.added.flatMap((each) => addedAt(each, built)) };
}

const addedAt = (
  { clientId, attachment }: { clientId: string; attachment: DecodedAttachment },
  { paths }: BuiltContent,
) => {
  const path = paths.get(attachment);
  return path === undefined ? [] : [{ clientId, path }];
};

/** What the client wrote as text, HTML or MIME; without a type it is text. */
async function writtenContent(body: EasElement): Promise<Content> {
  const data = text(body, 'Data') ?? '';
  // [MS-ASAIRS] 3.2.5.1 Validating XML
  if (children(body, 'Type').length > 1) throw new OutgoingProblem('malformed');
  switch (Number(text(body, 'Type') ?? bodyType.text)) {
    case bodyType.text:
      return { text: data, attachments: [] };
    case bodyType.html:
      return { html: data, text: htmlToText(data), attachments: [] };
    case bodyType.mime: {
      const message = await decodeMessage(Buffer.from(data));
      if (!message) throw new OutgoingProblem('malformed');
      return message;
    }
    default:
      throw new OutgoingProblem('malformed');
  }
}

const importanceWords = ['low', 'normal', 'high'];
const draftFields = {
  To: 'Email',
  Cc: 'Email',
  Bcc: 'Email2',
  ReplyTo: 'Email',
  Subject: 'Email',
  Importance: 'Email',
} as const;

/** The fields of the message without those of its content. */
function headerFields(before: HeaderBlock, { elements, address, displayName, now, messageId }: Draft): RawField[] {
  const changed: RawField[] = [];
  const replaced = new Set<string>(['date', 'from', 'sender']);
  for (const [name, namespace] of Object.entries(draftFields)) {
    const element = find(elements, namespace, name);
    if (!element) continue;
    const field = name === 'ReplyTo' ? 'Reply-To' : name;
    replaced.add(field.toLowerCase());
    if (name === 'Importance') replaced.add('x-priority').add('priority');
    changed.push(...changedField(field, textOf(element)));
  }
  const kept = before.fields.filter((field) => !isContentField(field) && !replaced.has(field.name));
  return [
    mailField('From', [{ name: displayName ?? '', address }]),
    mailField('Date', now.toUTCString().replace('GMT', '+0000')),
    ...(kept.some(({ name }) => name === 'message-id') ? [] : [mailField('Message-ID', messageId)]),
    ...changed,
    ...kept,
  ];
}

function changedField(name: string, value: string): RawField[] {
  if (value === '') return [];
  if (name === 'Subject') return [mailField(name, value)];
  if (name !== 'Importance') return [mailField(name, addressesOf(value))];
  const word = importanceWords[Number(value)];
  return word === undefined || word === 'normal' ? [] : [mailField(name, word)];
}

/** A name without an address is what somebody has not finished typing. */
const addressesOf = (value: string): Address[] =>
  addressParser(value, { flatten: true }).map(({ name, address }) =>
    address ? { name, address } : { name: '', address: name },
  );

const find = (elements: readonly EasElement[], namespace: string, name: string): EasElement | undefined =>
  elements.find((each) => each.namespace === namespace && each.name === name);
