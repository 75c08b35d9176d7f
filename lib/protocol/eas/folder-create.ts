import { readText, requireDocument, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { type FolderType, MAX_FOLDER_NAME_LENGTH, MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.3 Status (FolderCreate) */
export const folderCreateStatus = {
  success: 1,
  nameExists: 2,
  /** The parent is the recipient information cache. */
  specialFolder: 3,
  parentNotFound: 5,
  serverError: 6,
  invalidSyncKey: 9,
  malformed: 10,
  unknownError: 11,
  codeUnknown: 12,
} as const;

export interface FolderCreateRequest {
  readonly syncKey: string;
  /** `0`: at the top. */
  readonly parentId: string;
  readonly displayName: string;
  /** Of those that clients may make: 1, or 12 to 17. */
  readonly type: FolderType;
}

export interface FolderCreateResponse {
  readonly status: number;
  /** Both only with Status 1. */
  readonly syncKey?: string;
  readonly serverId?: string;
}

const malformed = folderCreateStatus.malformed;
const FIRST_USER_TYPE = 12;
const LAST_USER_TYPE = 17;

/**
 * Reads a request. The empty ServerId that BlackBerry adds is skipped.
 *
 * @throws EasFormatError with Status 10, also for a type of folder that clients may not make
 * @see [MS-ASCMD] 2.2.1.3 FolderCreate
 */
export function readFolderCreateRequest(element: EasElement): FolderCreateRequest {
  const status = malformed;
  requireDocument(element, 'FolderCreate', status);
  const type = requireInteger(element, { name: 'Type', status, min: 1, max: LAST_USER_TYPE });
  if (type > 1 && type < FIRST_USER_TYPE) throw new EasFormatError('out_of_range', 'Type', status);
  return {
    syncKey: requireText(element, { name: 'SyncKey', status, maxLength: MAX_KEY_LENGTH }),
    parentId: requireText(element, { name: 'ParentId', status, maxLength: MAX_KEY_LENGTH }),
    displayName: requireText(element, { name: 'DisplayName', status, maxLength: MAX_FOLDER_NAME_LENGTH }),
    type: type as FolderType, // the range was checked
  };
}

/** The request of a client. */
export const writeFolderCreateRequest = (request: FolderCreateRequest): EasElement =>
  el('FolderHierarchy', 'FolderCreate', [
    el('FolderHierarchy', 'SyncKey', request.syncKey),
    el('FolderHierarchy', 'ParentId', request.parentId),
    el('FolderHierarchy', 'DisplayName', request.displayName),
    el('FolderHierarchy', 'Type', request.type),
  ]);

/** The document of an answer. */
export const writeFolderCreateResponse = ({ status, syncKey, serverId }: FolderCreateResponse): EasElement =>
  el('FolderHierarchy', 'FolderCreate', [
    el('FolderHierarchy', 'Status', status),
    optional('FolderHierarchy', 'SyncKey', syncKey),
    optional('FolderHierarchy', 'ServerId', serverId),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to FolderCreate
 */
export function readFolderCreateResponse(element: EasElement): FolderCreateResponse {
  const status = malformed;
  requireDocument(element, 'FolderCreate', status);
  return {
    status: requireInteger(element, { name: 'Status', status }),
    syncKey: readText(element, { name: 'SyncKey', status }),
    serverId: readText(element, { name: 'ServerId', status }),
  };
}
