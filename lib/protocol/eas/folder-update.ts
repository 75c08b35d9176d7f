import { readText, requireDocument, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { MAX_FOLDER_NAME_LENGTH, MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.6 Status (FolderUpdate) */
export const folderUpdateStatus = {
  success: 1,
  /** Also for a special folder, which keeps its name and place. */
  nameExists: 2,
  /** The recipient information cache. */
  specialFolder: 3,
  notFound: 4,
  parentNotFound: 5,
  serverError: 6,
  invalidSyncKey: 9,
  malformed: 10,
  unknownError: 11,
} as const;

export interface FolderUpdateRequest {
  readonly syncKey: string;
  readonly serverId: string;
  /** `0`: at the top. */
  readonly parentId: string;
  readonly displayName: string;
}

export interface FolderUpdateResponse {
  readonly status: number;
  /** Only with Status 1. */
  readonly syncKey?: string;
}

const malformed = folderUpdateStatus.malformed;

/**
 * @throws EasFormatError with Status 10
 * @see [MS-ASCMD] 2.2.1.6 FolderUpdate
 */
export function readFolderUpdateRequest(element: EasElement): FolderUpdateRequest {
  const status = malformed;
  requireDocument(element, 'FolderUpdate', status);
  return {
    syncKey: requireText(element, { name: 'SyncKey', status, maxLength: MAX_KEY_LENGTH }),
    serverId: requireText(element, { name: 'ServerId', status, maxLength: MAX_KEY_LENGTH }),
    parentId: requireText(element, { name: 'ParentId', status, maxLength: MAX_KEY_LENGTH }),
    displayName: requireText(element, { name: 'DisplayName', status, maxLength: MAX_FOLDER_NAME_LENGTH }),
  };
}

/** The request of a client. */
export const writeFolderUpdateRequest = (request: FolderUpdateRequest): EasElement =>
  el('FolderHierarchy', 'FolderUpdate', [
    el('FolderHierarchy', 'SyncKey', request.syncKey),
    el('FolderHierarchy', 'ServerId', request.serverId),
    el('FolderHierarchy', 'ParentId', request.parentId),
    el('FolderHierarchy', 'DisplayName', request.displayName),
  ]);

/** The document of an answer. */
export const writeFolderUpdateResponse = ({ status, syncKey }: FolderUpdateResponse): EasElement =>
  el('FolderHierarchy', 'FolderUpdate', [
    el('FolderHierarchy', 'Status', status),
    optional('FolderHierarchy', 'SyncKey', syncKey),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to FolderUpdate
 */
export function readFolderUpdateResponse(element: EasElement): FolderUpdateResponse {
  const status = malformed;
  requireDocument(element, 'FolderUpdate', status);
  return {
    status: requireInteger(element, { name: 'Status', status }),
    syncKey: readText(element, { name: 'SyncKey', status }),
  };
}
