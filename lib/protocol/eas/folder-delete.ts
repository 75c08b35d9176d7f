import { readText, requireDocument, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.4 Status (FolderDelete) */
export const folderDeleteStatus = {
  success: 1,
  /** One of those that every mailbox has. */
  specialFolder: 3,
  notFound: 4,
  serverError: 6,
  invalidSyncKey: 9,
  malformed: 10,
  unknownError: 11,
} as const;

export interface FolderDeleteRequest {
  readonly syncKey: string;
  readonly serverId: string;
}

export interface FolderDeleteResponse {
  readonly status: number;
  /** Only with Status 1. */
  readonly syncKey?: string;
}

const malformed = folderDeleteStatus.malformed;

/**
 * @throws EasFormatError with Status 10
 * @see [MS-ASCMD] 2.2.1.4 FolderDelete
 */
export function readFolderDeleteRequest(element: EasElement): FolderDeleteRequest {
  const status = malformed;
  requireDocument(element, 'FolderDelete', status);
  return {
    syncKey: requireText(element, { name: 'SyncKey', status, maxLength: MAX_KEY_LENGTH }),
    serverId: requireText(element, { name: 'ServerId', status, maxLength: MAX_KEY_LENGTH }),
  };
}

/** The request of a client. */
export const writeFolderDeleteRequest = ({ syncKey, serverId }: FolderDeleteRequest): EasElement =>
  el('FolderHierarchy', 'FolderDelete', [
    el('FolderHierarchy', 'SyncKey', syncKey),
    el('FolderHierarchy', 'ServerId', serverId),
  ]);

/** The document of an answer. */
export const writeFolderDeleteResponse = ({ status, syncKey }: FolderDeleteResponse): EasElement =>
  el('FolderHierarchy', 'FolderDelete', [
    el('FolderHierarchy', 'Status', status),
    optional('FolderHierarchy', 'SyncKey', syncKey),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to FolderDelete
 */
export function readFolderDeleteResponse(element: EasElement): FolderDeleteResponse {
  const status = malformed;
  requireDocument(element, 'FolderDelete', status);
  return {
    status: requireInteger(element, { name: 'Status', status }),
    syncKey: readText(element, { name: 'SyncKey', status }),
  };
}
