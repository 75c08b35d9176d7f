import { readInteger, readText, requireDocument, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.5 Status (FolderSync) */
export const folderSyncStatus = {
  success: 1,
  serverError: 6,
  invalidSyncKey: 9,
  malformed: 10,
  unknownError: 11,
  codeUnknown: 12,
} as const;

/** [MS-ASCMD] 2.2.3.186.3 Type (FolderSync) */
export const folderType = {
  generic: 1,
  inbox: 2,
  drafts: 3,
  deletedItems: 4,
  sentItems: 5,
  outbox: 6,
  tasks: 7,
  calendar: 8,
  contacts: 9,
  notes: 10,
  journal: 11,
  userMail: 12,
  userCalendar: 13,
  userContacts: 14,
  userTasks: 15,
  userJournal: 16,
  userNotes: 17,
  unknown: 18,
  recipientCache: 19,
} as const;

export type FolderType = (typeof folderType)[keyof typeof folderType];

/** The ParentId of folders at the top. */
export const ROOT_FOLDER_ID = '0';

export const MAX_KEY_LENGTH = 64;

/** [MS-ASCMD] 2.2.1.3 FolderCreate: the longest DisplayName. */
export const MAX_FOLDER_NAME_LENGTH = 256;

export interface FolderSyncRequest {
  /** `0` asks for everything anew. */
  readonly syncKey: string;
}

export interface SyncedFolder {
  readonly serverId: string;
  readonly parentId: string;
  readonly displayName: string;
  readonly type: FolderType;
}

export interface FolderChanges {
  /** Parents before their children. */
  readonly added: readonly SyncedFolder[];
  readonly updated: readonly SyncedFolder[];
  /** Server ids. */
  readonly deleted: readonly string[];
}

export interface FolderSyncResponse {
  readonly status: number;
  /** Both only with Status 1. */
  readonly syncKey?: string;
  readonly changes?: FolderChanges;
}

/**
 * @throws EasFormatError with Status 10 without a usable SyncKey
 * @see [MS-ASCMD] 2.2.1.5 FolderSync
 */
export function readFolderSyncRequest(element: EasElement): FolderSyncRequest {
  const status = folderSyncStatus.malformed;
  requireDocument(element, 'FolderSync', status);
  return { syncKey: requireText(element, { name: 'SyncKey', status, maxLength: MAX_KEY_LENGTH }) };
}

/** The request of a client. */
export const writeFolderSyncRequest = ({ syncKey }: FolderSyncRequest): EasElement =>
  el('FolderHierarchy', 'FolderSync', [el('FolderHierarchy', 'SyncKey', syncKey)]);

/**
 * The document of an answer. An answer with a key always has Changes, if only to count none.
 *
 * @see [MS-ASCMD] 2.2.1.5 FolderSync
 */
export function writeFolderSyncResponse({ status, syncKey, changes }: FolderSyncResponse): EasElement {
  return el('FolderHierarchy', 'FolderSync', [
    el('FolderHierarchy', 'Status', status),
    optional('FolderHierarchy', 'SyncKey', syncKey),
    changes && writeChanges(changes),
  ]);
}

function writeChanges({ added, updated, deleted }: FolderChanges): EasElement {
  return el('FolderHierarchy', 'Changes', [
    el('FolderHierarchy', 'Count', added.length + updated.length + deleted.length),
    ...added.map((folder) => el('FolderHierarchy', 'Add', writeFolder(folder))),
    ...updated.map((folder) => el('FolderHierarchy', 'Update', writeFolder(folder))),
    ...deleted.map((id) => el('FolderHierarchy', 'Delete', [el('FolderHierarchy', 'ServerId', id)])),
  ]);
}

const writeFolder = ({ serverId, parentId, displayName, type }: SyncedFolder): EasElement[] => [
  el('FolderHierarchy', 'ServerId', serverId),
  el('FolderHierarchy', 'ParentId', parentId),
  el('FolderHierarchy', 'DisplayName', displayName),
  el('FolderHierarchy', 'Type', type),
];

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to FolderSync, or lacks what the schema requires
 */
export function readFolderSyncResponse(element: EasElement): FolderSyncResponse {
  const malformed = folderSyncStatus.malformed;
  requireDocument(element, 'FolderSync', malformed);
  const changes = child(element, 'Changes');
  return {
    status: requireInteger(element, { name: 'Status', status: malformed }),
    syncKey: readText(element, { name: 'SyncKey', status: malformed }),
    changes: changes && {
      added: children(changes, 'Add').map(readFolder),
      updated: children(changes, 'Update').map(readFolder),
      deleted: children(changes, 'Delete').map((each) => requireText(each, { name: 'ServerId', status: malformed })),
    },
  };
}

function readFolder(element: EasElement): SyncedFolder {
  const status = folderSyncStatus.malformed;
  const type = readInteger(element, { name: 'Type', status, min: 1, max: 19 }) ?? folderType.unknown;
  return {
    serverId: requireText(element, { name: 'ServerId', status }),
    parentId: requireText(element, { name: 'ParentId', status }),
    displayName: readText(element, { name: 'DisplayName', status }) ?? '',
    type: type as FolderType, // every integer from 1 to 19 is a type
  };
}
