import type { MessagePart } from '@/engine/backends/contract';
import type { MailRules } from './item-wishes';
import { LEGACY_VERSION, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { type EasElement, el, optional } from '@/lib/protocol/wbxml/element';
import { decodedBytes } from './decoded-bytes';
import { writeFileReference } from './file-reference';
import type { LoadedMessage } from './load-messages';

/** [MS-ASAIRS] 2.2.2 Elements */
const method = { normal: 1, embedded: 5 } as const;
const MAX_NAME_LENGTH = 255;

type AttachmentContext = {
  readonly folderId: string;
  readonly rules: MailRules;
  readonly version: ProtocolVersion;
  readonly isMeeting: boolean;
};

/**
 * The attachments of a mail, or nothing.
 *
 * @see [MS-ASAIRS] 2.2.2 Elements
 */
export function attachmentElements(
  { head, layout }: LoadedMessage,
  { folderId, rules, version, isMeeting }: AttachmentContext,
): EasElement | undefined {
  // An invitation that cannot be read is a file at least.
  const calendar = layout.calendar && !isMeeting ? [{ part: layout.calendar, isInline: false }] : [];
  const attached = [...layout.attachments, ...calendar];
  if (!rules.allowAttachments || attached.length === 0) return undefined;
  if (version === LEGACY_VERSION) return legacyAttachments(head.uid, folderId, attached);
  const attachments = attached.map(({ part, isInline }, index) =>
    el('AirSyncBase', 'Attachment', [
      el('AirSyncBase', 'DisplayName', displayName(part, index)),
      el('AirSyncBase', 'FileReference', writeFileReference({ folderId, uid: head.uid, path: part.path })),
      el('AirSyncBase', 'Method', methodOf(part)),
      // Android shows no attachment without.
      el('AirSyncBase', 'EstimatedDataSize', decodedBytes(part)),
      optional('AirSyncBase', 'ContentId', part.contentId ?? undefined),
      isInline && el('AirSyncBase', 'IsInline', true),
    ]),
  );
  return el('AirSyncBase', 'Attachments', attachments);
}

const methodOf = ({ type }: MessagePart): number => (type === 'message/rfc822' ? method.embedded : method.normal);

/** As 2.5 has them. AttName is what GetAttachment is asked with. */
function legacyAttachments(uid: number, folderId: string, attached: readonly { part: MessagePart }[]): EasElement {
  const attachments = attached.map(({ part }, index) =>
    el('Email', 'Attachment', [
      el('Email', 'AttMethod', methodOf(part)),
      el('Email', 'AttSize', decodedBytes(part)),
      el('Email', 'DisplayName', displayName(part, index)),
      el('Email', 'AttName', writeFileReference({ folderId, uid, path: part.path })),
      optional('Email', 'AttOId', part.contentId ?? undefined),
    ]),
  );
  return el('Email', 'Attachments', attachments);
}

/** Whether the policy lets the device have this attachment. */
export const isAttachmentAllowed = (part: MessagePart, rules: MailRules): boolean =>
  rules.allowAttachments && (rules.maxAttachmentBytes === null || decodedBytes(part) <= rules.maxAttachmentBytes);

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/pkcs7-mime': 'p7m',
  'application/x-pkcs7-mime': 'p7m',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s',
  'application/pgp-signature': 'asc',
  'application/ms-tnef': 'dat',
  'message/delivery-status': 'txt',
};

/** Marks that turn the direction of what follows: a program could look like a text by them. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Never empty, and with the ending by which phones know an embedded message. */
export function displayName({ type, fileName }: MessagePart, index: number): string {
  const name = (fileName ?? '')
    .replaceAll(TURNS, '')
    .replaceAll(/[\p{Cc}/\\]+/gu, ' ')
    .trim();
  if (type === 'message/rfc822') return `${stem(name) || 'message'}.eml`;
  return (name || `attachment-${index + 1}.${endings[type] ?? 'bin'}`).slice(0, MAX_NAME_LENGTH);
}

const stem = (name: string): string => name.replace(/\.eml$/i, '').slice(0, MAX_NAME_LENGTH - '.eml'.length);
