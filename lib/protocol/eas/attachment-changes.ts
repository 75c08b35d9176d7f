import { readBoolean, readText, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { bytesOf, child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** A file that a client attaches to a draft or an event, from 16.0 on. */
export interface AttachmentAddition {
  /** The client's name for it, by which the answer gives its reference. */
  readonly clientId: string;
  /** 1 a file, 5 a message. */
  readonly method: 1 | 5;
  /** A view into the request: copy what outlives it. */
  readonly content: Uint8Array;
  readonly displayName: string;
  readonly contentType?: string;
  /** By which an inline picture is named in the body. */
  readonly contentId?: string;
  readonly isInline: boolean;
}

/** The content of Attachments in a change of a client. */
export interface AttachmentChanges {
  readonly added: readonly AttachmentAddition[];
  /** References of those to be removed. */
  readonly deleted: readonly string[];
}

/** Under which reference the server keeps what a client attached. */
export interface AttachmentReference {
  readonly clientId: string;
  readonly fileReference: string;
}

const status = syncStatus.protocolError;
const MAX_ATTACHMENTS = 1000;
const FILE = 1;
const MESSAGE = 5;

/**
 * What the properties of an added or changed item say of its attachments; undefined if nothing.
 *
 * @throws EasFormatError with Status 4
 * @see [MS-ASAIRS] 2.2.2 Elements
 */
export function readAttachmentChanges(properties: readonly EasElement[]): AttachmentChanges | undefined {
  const list = properties.find(({ namespace, name }) => namespace === 'AirSyncBase' && name === 'Attachments');
  if (!list) return undefined;
  if (list.children.length > MAX_ATTACHMENTS) throw new EasFormatError('out_of_range', 'Attachments', status);
  return {
    added: children(list, 'Add').map(readAddition),
    deleted: children(list, 'Delete').map((each) => requireText(each, { name: 'FileReference', status })),
  };
}

function readAddition(element: EasElement): AttachmentAddition {
  const content = child(element, 'Content');
  if (!content) throw new EasFormatError('missing_element', 'Content', status);
  const method = requireInteger(element, { name: 'Method', status });
  if (method !== FILE && method !== MESSAGE) throw new EasFormatError('invalid_value', 'Method', status);
  return {
    clientId: requireText(element, { name: 'ClientId', status }),
    method,
    content: bytesOf(content),
    displayName: requireText(element, { name: 'DisplayName', status }),
    contentType: readText(element, { name: 'ContentType', status }) || undefined,
    contentId: readText(element, { name: 'ContentId', status }) || undefined,
    isInline: readBoolean(element, { name: 'IsInline', status }) ?? false,
  };
}

/** The Attachments of a client's change. */
export const writeAttachmentChanges = ({ added, deleted }: AttachmentChanges): EasElement =>
  el('AirSyncBase', 'Attachments', [
    ...added.map((each) =>
      el('AirSyncBase', 'Add', [
        el('AirSyncBase', 'ClientId', each.clientId),
        el('AirSyncBase', 'Method', each.method),
        el('AirSyncBase', 'Content', each.content),
        el('AirSyncBase', 'DisplayName', each.displayName),
        optional('AirSyncBase', 'ContentType', each.contentType),
        optional('AirSyncBase', 'ContentId', each.contentId),
        each.isInline && el('AirSyncBase', 'IsInline', true),
      ]),
    ),
    ...deleted.map((each) => el('AirSyncBase', 'Delete', [el('AirSyncBase', 'FileReference', each)])),
  ]);

/** The Attachments of an answer to an Add or a Change. */
export const writeAttachmentReferences = (references: readonly AttachmentReference[]): EasElement =>
  el(
    'AirSyncBase',
    'Attachments',
    references.map((each) =>
      el('AirSyncBase', 'Attachment', [
        el('AirSyncBase', 'ClientId', each.clientId),
        el('AirSyncBase', 'FileReference', each.fileReference),
      ]),
    ),
  );

/**
 * Reads the references in the properties of an answer, as a client.
 *
 * @throws EasFormatError with Status 4
 */
export function readAttachmentReferences(properties: readonly EasElement[]): AttachmentReference[] {
  const list = properties.find(({ namespace, name }) => namespace === 'AirSyncBase' && name === 'Attachments');
  if (!list) return [];
  return children(list, 'Attachment').map((each) => ({
    clientId: requireText(each, { name: 'ClientId', status }),
    fileReference: requireText(each, { name: 'FileReference', status }),
  }));
}
