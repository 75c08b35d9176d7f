import { bodyElements, nativeBodyType } from '@/engine/content/body-elements';
import type { BodyContext } from '@/engine/content/choose-body';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { attachmentElements } from './attachment-elements';
import type { LoadedMessage } from './load-messages';
import { markProperties } from './mark-properties';

export type EmailContext = BodyContext & {
  /** Goes into the FileReference of attachments. */
  readonly folderId: string;
};

/**
 * A mail as the properties of an item of class Email.
 *
 * @see [MS-ASEMAIL] 2.2.2 Elements, [MS-ASAIRS] 2.2.2 Elements
 */
export function emailProperties(message: LoadedMessage, context: EmailContext): EasElement[] {
  const { head } = message;
  const properties = [
    el('Email', 'Subject', head.subject),
    ...markProperties(head, context.version),
    attachmentElements(message, context.folderId, context.rules),
    ...bodyElements(message, context),
    el('AirSyncBase', 'NativeBodyType', nativeBodyType(message)),
  ];
  return properties.filter((each) => each !== undefined);
}
