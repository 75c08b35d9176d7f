import { flagStatus } from '@/engine/content/mark-properties';
import { child, children, type EasElement, text, textOf } from '@/lib/protocol/wbxml/element';

/** What a phone shows of an item. Of classes other than mail it is the subject at most. */
export interface PhoneItem {
  readonly subject: string;
  readonly isRead: boolean;
  readonly isFlagged: boolean;
  /** Address in the sender's field, for replies. */
  readonly from: string;
  /** What its attachments are fetched by. */
  readonly fileReferences: readonly string[];
}

const unseen: PhoneItem = { subject: '', isRead: false, isFlagged: false, from: '', fileReferences: [] };

/** The item with these properties; what they do not name stays as it was, if it was known. */
export function withProperties(known: PhoneItem | undefined, properties: readonly EasElement[]): PhoneItem {
  const all: EasElement = { namespace: 'AirSync', name: 'ApplicationData', children: properties };
  const read = text(all, 'Read', 'Email');
  const flag = child(all, 'Flag', 'Email');
  const attachments = child(all, 'Attachments', 'AirSyncBase');
  const before = known ?? unseen;
  return {
    subject: text(all, 'Subject', 'Email') ?? before.subject,
    isRead: read === undefined ? before.isRead : read === '1',
    isFlagged: flag === undefined ? before.isFlagged : text(flag, 'Status') === String(flagStatus.active),
    from: text(all, 'From', 'Email') ?? before.from,
    fileReferences: attachments ? referencesIn(attachments) : before.fileReferences,
  };
}

const referencesIn = (attachments: EasElement): string[] =>
  children(attachments, 'Attachment').flatMap((attachment) => {
    const reference = child(attachment, 'FileReference');
    return reference ? [textOf(reference)] : [];
  });
