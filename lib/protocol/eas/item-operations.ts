import { type BodyPreferences, readBodyPreferences, writeBodyPreferences } from '@/lib/protocol/eas/body-preference';
import { readBoolean, readInteger, readText, requireDocument, requireText } from '@/lib/protocol/eas/fields';
import { findFetchTarget, type FetchTarget, writeFetchTarget } from '@/lib/protocol/eas/fetch-target';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { formatRange, type ItemRange, readRange } from '@/lib/protocol/eas/item-range';
import { bytesOf, child, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.8 Status (ItemOperations), of the whole answer or of one operation. */
export const itemOperationsStatus = {
  success: 1,
  protocolError: 2,
  serverError: 3,
  invalidLink: 4,
  accessDenied: 5,
  notFound: 6,
  connectionFailed: 7,
  invalidRange: 8,
  unknownStore: 9,
  emptyFile: 10,
  /** Of an operation: the data is too large. Of the whole answer: too many operations. */
  tooLarge: 11,
  ioError: 12,
  conversionFailed: 14,
  invalidAttachment: 15,
  resourceAccessDenied: 16,
  partial: 17,
  credentialsRequired: 18,
  moveDisallowed: 155,
  /** The destination of a conversation is no mail folder. */
  invalidDestination: 156,
} as const;

export type ItemStore = 'Mailbox' | 'DocumentLibrary';

export interface FetchOptions extends BodyPreferences {
  /** Elements that name the properties wanted; absent: all. */
  readonly schema?: readonly EasElement[];
  readonly range?: ItemRange;
  /** For a document library. The password is a secret: never log or keep it. */
  readonly userName?: string;
  readonly password?: string;
  /** 0 never MIME, 1 for signed and encrypted mail, 2 always. */
  readonly mimeSupport?: 0 | 1 | 2;
  readonly supportsRightsManagement?: boolean;
}

export interface FetchOperation {
  readonly kind: 'fetch';
  readonly store: ItemStore;
  readonly target: FetchTarget;
  /** Of an attachment only the range counts; the rest is left out. */
  readonly options: FetchOptions;
  readonly removesRightsManagement: boolean;
}

export interface EmptyFolderOperation {
  readonly kind: 'emptyFolder';
  readonly collectionId: string;
  readonly deleteSubFolders: boolean;
}

/** Moves a conversation, and with `moveAlways` what will come to it. From 14.0 on. */
export interface MoveConversationOperation {
  readonly kind: 'move';
  readonly conversationId: Uint8Array;
  readonly destinationFolderId: string;
  readonly moveAlways: boolean;
}

/** An operation that cannot be understood is answered with its status; the others are not affected. */
export interface MalformedOperation {
  readonly kind: 'malformed';
  readonly operation: 'fetch' | 'emptyFolder' | 'move';
  readonly status: number;
  /** Of a fetch, as far as it can be told. */
  readonly target?: FetchTarget;
}

export type ItemOperation = FetchOperation | EmptyFolderOperation | MoveConversationOperation | MalformedOperation;

export interface ItemOperationsRequest {
  /** In the order of the request, which is also the order of the answer. */
  readonly operations: readonly ItemOperation[];
}

const MAX_OPERATIONS = 100;
const MAX_STORE_LENGTH = 256;
const noOptions: FetchOptions = Object.freeze({ bodyPreferences: [], bodyPartPreferences: [] });
const status = itemOperationsStatus.protocolError;

const operationOf = { Fetch: 'fetch', EmptyFolderContents: 'emptyFolder', Move: 'move' } as const;

const readers = {
  fetch: readFetch,
  emptyFolder: readEmptyFolder,
  move: readMove,
} as const satisfies Record<MalformedOperation['operation'], (element: EasElement) => ItemOperation>;

/**
 * @throws EasFormatError with Status 2 if nothing is asked for, with 11 for more than 100 operations
 * @see [MS-ASCMD] 2.2.1.10 ItemOperations
 */
export function readItemOperationsRequest(element: EasElement): ItemOperationsRequest {
  requireDocument(element, 'ItemOperations', status);
  const found = element.children.filter(isOperation);
  if (found.length === 0) throw new EasFormatError('missing_element', 'Fetch', status);
  if (found.length > MAX_OPERATIONS) {
    throw new EasFormatError('out_of_range', 'ItemOperations', itemOperationsStatus.tooLarge);
  }
  return { operations: found.map(readOperation) };
}

type OperationElement = EasElement & { readonly name: keyof typeof operationOf };

const isOperation = (element: EasElement): element is OperationElement =>
  element.namespace === 'ItemOperations' && Object.hasOwn(operationOf, element.name);

function readOperation(element: OperationElement): ItemOperation {
  const operation = operationOf[element.name];
  try {
    return readers[operation](element);
  } catch (error) {
    if (!(error instanceof EasFormatError)) throw error;
    const target = operation === 'fetch' ? findFetchTarget(element) : undefined;
    return { kind: 'malformed', operation, status: error.status, target };
  }
}

function readFetch(element: EasElement): FetchOperation {
  const target = findFetchTarget(element);
  if (!target) throw new EasFormatError('missing_element', 'ServerId', status);
  const options = child(element, 'Options');
  return {
    kind: 'fetch',
    store: readStore(element),
    target,
    options: options ? readFetchOptions(options, target) : noOptions,
    removesRightsManagement:
      readBoolean(element, { name: 'RemoveRightsManagementProtection', namespace: 'RightsManagement', status }) ??
      false,
  };
}

function readStore(element: EasElement): ItemStore {
  const name = requireText(element, { name: 'Store', status, maxLength: MAX_STORE_LENGTH }).toLowerCase();
  if (name === 'mailbox') return 'Mailbox';
  if (name === 'documentlibrary') return 'DocumentLibrary';
  throw new EasFormatError('invalid_value', 'Store', itemOperationsStatus.unknownStore);
}

function readFetchOptions(element: EasElement, target: FetchTarget): FetchOptions {
  const range = readRange(element, { status: itemOperationsStatus.invalidRange });
  if (target.by === 'fileReference') return { ...noOptions, range };
  const mimeSupport = readInteger(element, { name: 'MIMESupport', namespace: 'AirSync', status, max: 2 });
  return {
    schema: child(element, 'Schema')?.children,
    range,
    userName: readText(element, { name: 'UserName', status }),
    password: readText(element, { name: 'Password', status }),
    mimeSupport: mimeSupport as 0 | 1 | 2 | undefined, // the range was checked
    ...readBodyPreferences(element, status),
    supportsRightsManagement: readBoolean(element, {
      name: 'RightsManagementSupport',
      namespace: 'RightsManagement',
      status,
    }),
  };
}

function readEmptyFolder(element: EasElement): EmptyFolderOperation {
  const options = child(element, 'Options');
  const id = { name: 'CollectionId', namespace: 'AirSync', status, maxLength: MAX_KEY_LENGTH } as const;
  return {
    kind: 'emptyFolder',
    collectionId: requireText(element, id),
    deleteSubFolders: (options && readBoolean(options, { name: 'DeleteSubFolders', status })) ?? false,
  };
}

function readMove(element: EasElement): MoveConversationOperation {
  const id = child(element, 'ConversationId');
  const conversationId = id && bytesOf(id);
  if (!conversationId || conversationId.length === 0) {
    throw new EasFormatError('missing_element', 'ConversationId', status);
  }
  const options = child(element, 'Options');
  return {
    kind: 'move',
    conversationId,
    destinationFolderId: requireText(element, { name: 'DstFldId', status, maxLength: MAX_KEY_LENGTH }),
    moveAlways: (options && readBoolean(options, { name: 'MoveAlways', status })) ?? false,
  };
}

/** The request of a client. A `malformed` operation has nothing to write and is left out. */
export const writeItemOperationsRequest = ({ operations }: ItemOperationsRequest): EasElement =>
  el('ItemOperations', 'ItemOperations', operations.map(writeOperation));

function writeOperation(operation: ItemOperation): EasElement | undefined {
  switch (operation.kind) {
    case 'fetch':
      return writeFetch(operation);
    case 'emptyFolder':
      return el('ItemOperations', 'EmptyFolderContents', [
        el('AirSync', 'CollectionId', operation.collectionId),
        operation.deleteSubFolders && el('ItemOperations', 'Options', [el('ItemOperations', 'DeleteSubFolders')]),
      ]);
    case 'move':
      return el('ItemOperations', 'Move', [
        el('ItemOperations', 'ConversationId', operation.conversationId),
        el('ItemOperations', 'DstFldId', operation.destinationFolderId),
        operation.moveAlways && el('ItemOperations', 'Options', [el('ItemOperations', 'MoveAlways')]),
      ]);
    case 'malformed':
      return undefined;
  }
}

function writeFetch({ store, target, options, removesRightsManagement }: FetchOperation): EasElement {
  const content = [
    options.schema && el('ItemOperations', 'Schema', options.schema),
    optional('ItemOperations', 'Range', formatRange(options.range)),
    optional('ItemOperations', 'UserName', options.userName),
    optional('ItemOperations', 'Password', options.password),
    optional('AirSync', 'MIMESupport', options.mimeSupport),
    ...writeBodyPreferences(options),
    optional('RightsManagement', 'RightsManagementSupport', options.supportsRightsManagement),
  ].filter((each) => each !== undefined);
  return el('ItemOperations', 'Fetch', [
    el('ItemOperations', 'Store', store),
    ...writeFetchTarget(target),
    content.length > 0 && el('ItemOperations', 'Options', content),
    removesRightsManagement && el('RightsManagement', 'RemoveRightsManagementProtection'),
  ]);
}
