import { readInteger, readText, requireDocument, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { child, children, type EasElement, el, optional, textOf } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.11 Status (Ping) */
export const pingStatus = {
  expired: 1,
  changes: 2,
  missingParameters: 3,
  syntaxError: 4,
  heartbeatOutOfRange: 5,
  tooManyFolders: 6,
  folderSyncRequired: 7,
  serverError: 8,
} as const;

export interface PingFolder {
  readonly id: string;
  /** Email, Calendar, Contacts, Tasks or Notes. Informational: the folder's own class counts. */
  readonly class?: string;
}

/** What is absent stays as in the device's last Ping. */
export interface PingRequest {
  readonly heartbeatSeconds?: number;
  /** Never empty: an empty list does not clear what was asked for before. */
  readonly folders?: readonly PingFolder[];
}

export interface PingResponse {
  readonly status: number;
  /** Ids of the folders that changed. */
  readonly folders?: readonly string[];
  /** The nearest interval that is allowed, with Status 5. */
  readonly heartbeatSeconds?: number;
  /** With Status 6. */
  readonly maxFolders?: number;
}

/**
 * Reads a request; without a body everything stays as before. The interval is not judged here.
 *
 * @throws EasFormatError with Status 4
 * @see [MS-ASCMD] 2.2.1.13 Ping
 */
export function readPingRequest(element: EasElement | undefined): PingRequest {
  if (!element) return {};
  const status = pingStatus.syntaxError;
  requireDocument(element, 'Ping', status);
  const list = child(element, 'Folders');
  const folders = list ? children(list, 'Folder').map(readFolder) : [];
  return {
    heartbeatSeconds: readInteger(element, { name: 'HeartbeatInterval', status }),
    folders: folders.length > 0 ? folders : undefined,
  };
}

const readFolder = (element: EasElement): PingFolder => ({
  id: requireText(element, { name: 'Id', status: pingStatus.syntaxError, maxLength: MAX_KEY_LENGTH }),
  class: readText(element, { name: 'Class', status: pingStatus.syntaxError }),
});

/** The request of a client. Undefined: nothing to say, so no body. */
export function writePingRequest({ heartbeatSeconds, folders }: PingRequest): EasElement | undefined {
  if (heartbeatSeconds === undefined && folders === undefined) return undefined;
  return el('Ping', 'Ping', [
    optional('Ping', 'HeartbeatInterval', heartbeatSeconds),
    folders && el('Ping', 'Folders', folders.map(writeFolder)),
  ]);
}

const writeFolder = (folder: PingFolder): EasElement =>
  el('Ping', 'Folder', [el('Ping', 'Id', folder.id), optional('Ping', 'Class', folder.class)]);

/**
 * The document of an answer.
 *
 * @see [MS-ASCMD] 2.2.1.13 Ping
 */
export function writePingResponse({ status, folders, heartbeatSeconds, maxFolders }: PingResponse): EasElement {
  return el('Ping', 'Ping', [
    el('Ping', 'Status', status),
    folders &&
      folders.length > 0 &&
      el(
        'Ping',
        'Folders',
        folders.map((id) => el('Ping', 'Folder', id)),
      ),
    optional('Ping', 'HeartbeatInterval', heartbeatSeconds),
    optional('Ping', 'MaxFolders', maxFolders),
  ]);
}

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to Ping
 */
export function readPingResponse(element: EasElement): PingResponse {
  const status = pingStatus.syntaxError;
  requireDocument(element, 'Ping', status);
  const folders = child(element, 'Folders');
  return {
    status: requireInteger(element, { name: 'Status', status }),
    folders: folders && children(folders, 'Folder').map(textOf),
    heartbeatSeconds: readInteger(element, { name: 'HeartbeatInterval', status }),
    maxFolders: readInteger(element, { name: 'MaxFolders', status }),
  };
}
