import { readInteger, readText, requireDocument, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** With nothing in it at all, send no body instead: an empty Collections element crashes some clients. */
export interface SyncResponse {
  /** Only for a failure of the whole request. */
  readonly status?: number;
  /** The nearest acceptable value, with Status 14 and 15. */
  readonly limit?: number;
  readonly collections: readonly AnsweredCollection[];
}

export interface AnsweredCollection {
  /** Sent up to 12.1 only. */
  readonly class?: string;
  readonly syncKey: string;
  /** Empty: it was named by a class that has no folder, as 2.5 may do. */
  readonly collectionId: string;
  readonly status: number;
  readonly isMoreAvailable?: boolean;
  readonly changes?: readonly SyncServerChange[];
  readonly responses?: readonly SyncItemResponse[];
}

/** What happened to a collection on the server. */
export type SyncServerChange =
  | {
      readonly kind: 'add' | 'change';
      readonly serverId: string;
      /** Only if it differs from the folder's. */
      readonly class?: string;
      readonly properties: readonly EasElement[];
    }
  /** `softDelete`: no longer in the window of time that the client asked for; the item still exists. */
  | { readonly kind: 'delete' | 'softDelete'; readonly serverId: string; readonly class?: string };

/** What became of one change of the client. */
export interface SyncItemResponse {
  readonly kind: 'add' | 'change' | 'delete' | 'fetch';
  readonly class?: string;
  /** Of an added item. */
  readonly clientId?: string;
  readonly serverId?: string;
  /** The occurrence of a series that was changed or deleted, from 16.0 on. */
  readonly instanceId?: string;
  readonly status: number;
  /**
   * Of a fetched item, all; of an added or changed one, from 16.0 on, what the server made of it: see
   * `writeAttachmentReferences`.
   */
  readonly properties?: readonly EasElement[];
}

const changeElement = { add: 'Add', change: 'Change', delete: 'Delete', softDelete: 'SoftDelete' } as const;
const responseElement = { add: 'Add', change: 'Change', delete: 'Delete', fetch: 'Fetch' } as const;

/**
 * The document of an answer to a client of this version. Empty lists leave their element out: some clients reject an
 * empty Responses or Collections.
 *
 * @see [MS-ASCMD] 2.2.1.21 Sync
 */
export function writeSyncResponse({ status, limit, collections }: SyncResponse, version: ProtocolVersion): EasElement {
  return el('AirSync', 'Sync', [
    optional('AirSync', 'Status', status),
    optional('AirSync', 'Limit', limit),
    collections.length > 0 &&
      el(
        'AirSync',
        'Collections',
        collections.map((each) => writeCollection(each, version)),
      ),
  ]);
}

function writeCollection(collection: AnsweredCollection, version: ProtocolVersion): EasElement {
  const { changes = [], responses = [] } = collection;
  return el('AirSync', 'Collection', [
    !isAtLeast(version, '14.0') && optional('AirSync', 'Class', collection.class),
    el('AirSync', 'SyncKey', collection.syncKey),
    optional('AirSync', 'CollectionId', collection.collectionId || undefined),
    el('AirSync', 'Status', collection.status),
    collection.isMoreAvailable === true && el('AirSync', 'MoreAvailable'),
    changes.length > 0 && el('AirSync', 'Commands', changes.map(writeChange)),
    responses.length > 0 && el('AirSync', 'Responses', responses.map(writeResponse)),
  ]);
}

const writeChange = (change: SyncServerChange): EasElement =>
  el('AirSync', changeElement[change.kind], [
    el('AirSync', 'ServerId', change.serverId),
    optional('AirSync', 'Class', change.class),
    'properties' in change && el('AirSync', 'ApplicationData', change.properties),
  ]);

const writeResponse = (response: SyncItemResponse): EasElement =>
  el('AirSync', responseElement[response.kind], [
    optional('AirSync', 'Class', response.class),
    optional('AirSync', 'ClientId', response.clientId),
    optional('AirSync', 'ServerId', response.serverId),
    optional('AirSyncBase', 'InstanceId', response.instanceId),
    el('AirSync', 'Status', response.status),
    response.properties && el('AirSync', 'ApplicationData', response.properties),
  ]);

const status = syncStatus.protocolError;

/**
 * Reads an answer that has a body, as a client.
 *
 * @throws EasFormatError if it is no answer to Sync
 */
export function readSyncResponse(element: EasElement): SyncResponse {
  requireDocument(element, 'Sync', status);
  const list = child(element, 'Collections');
  return {
    status: readInteger(element, { name: 'Status', status }),
    limit: readInteger(element, { name: 'Limit', status }),
    collections: list ? children(list, 'Collection').map(readCollection) : [],
  };
}

function readCollection(element: EasElement): AnsweredCollection {
  const commands = child(element, 'Commands');
  const responses = child(element, 'Responses');
  return {
    class: readText(element, { name: 'Class', status }),
    syncKey: readText(element, { name: 'SyncKey', status }) ?? '',
    collectionId: readText(element, { name: 'CollectionId', status }) ?? '',
    status: requireInteger(element, { name: 'Status', status }),
    isMoreAvailable: child(element, 'MoreAvailable') !== undefined,
    changes: commands ? commands.children.flatMap(readChange) : [],
    responses: responses ? responses.children.flatMap(readResponse) : [],
  };
}

const changeKinds = ['add', 'change', 'delete', 'softDelete'] as const;
const responseKinds = ['add', 'change', 'delete', 'fetch'] as const;

function readChange(element: EasElement): SyncServerChange[] {
  const kind = changeKinds.find((each) => changeElement[each] === element.name);
  if (!kind) return [];
  const serverId = requireText(element, { name: 'ServerId', status });
  const itemClass = readText(element, { name: 'Class', status });
  if (kind === 'delete' || kind === 'softDelete') return [{ kind, serverId, class: itemClass }];
  return [{ kind, serverId, class: itemClass, properties: child(element, 'ApplicationData')?.children ?? [] }];
}

function readResponse(element: EasElement): SyncItemResponse[] {
  const kind = responseKinds.find((each) => responseElement[each] === element.name);
  if (!kind) return [];
  return [
    {
      kind,
      class: readText(element, { name: 'Class', status }),
      clientId: readText(element, { name: 'ClientId', status }),
      serverId: readText(element, { name: 'ServerId', status }),
      instanceId: readText(element, { name: 'InstanceId', namespace: 'AirSyncBase', status }),
      status: requireInteger(element, { name: 'Status', status }),
      properties: child(element, 'ApplicationData')?.children,
    },
  ];
}
