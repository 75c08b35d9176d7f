import { readBoolean, readInteger, readText, requireDocument, requireText } from '@/lib/protocol/eas/fields';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { isAtLeast, LEGACY_VERSION, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { readClientChanges, type SyncClientChange, writeClientChanges } from '@/lib/protocol/eas/sync-client-changes';
import { areForOneFolder, readSyncOptions, type SyncOptions, writeSyncOptions } from '@/lib/protocol/eas/sync-options';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

export interface SyncRequest {
  readonly collections: readonly RequestedCollection[];
  /** Hold the request as long, until something changes. From `Wait` (minutes) or `HeartbeatInterval` (seconds). */
  readonly hold?: SyncHold;
  readonly windowSize?: number;
  /** Collections that are not named are as in the request before. */
  readonly isPartial: boolean;
}

/** The value as sent, not judged: an interval out of range is answered with Status 14 and the nearest bound. */
export interface SyncHold {
  readonly unit: 'minutes' | 'seconds';
  readonly value: number;
}

export interface RequestedCollection {
  readonly syncKey: string;
  /** Empty: the collection is named by its class alone, as 2.5 may do. */
  readonly collectionId: string;
  /** Only up to 12.1. */
  readonly class?: string;
  /** Absent: nothing is ghosted. Empty: everything is. */
  readonly supported?: readonly EasElement[];
  readonly deletesAsMoves: boolean;
  /** What was said; absent means true, or false with key 0. See `wantsChanges`. */
  readonly getChanges?: boolean;
  readonly windowSize?: number;
  readonly conversationMode?: boolean;
  /** Absent: as in the request before. */
  readonly options?: readonly SyncOptions[];
  readonly changes: readonly SyncClientChange[];
}

/** The key that begins a collection anew. */
export const INITIAL_SYNC_KEY = '0';

const status = syncStatus.protocolError;

/** Whether the answer is to hold the server's changes. */
export const wantsChanges = ({ syncKey, getChanges }: RequestedCollection): boolean =>
  syncKey !== INITIAL_SYNC_KEY && getChanges !== false;

/**
 * Reads a request that has a body. One without a body repeats the one before, which only the engine knows. A request of
 * 2.5 cannot be held and is always whole: elements for that are not looked at.
 *
 * @throws EasFormatError with Status 4
 * @see [MS-ASCMD] 2.2.1.21 Sync
 */
export function readSyncRequest(element: EasElement, version?: ProtocolVersion): SyncRequest {
  requireDocument(element, 'Sync', status);
  const list = child(element, 'Collections');
  const collections = list ? children(list, 'Collection').map((each) => readCollection(each, version)) : [];
  if (version === LEGACY_VERSION) {
    if (collections.length === 0) throw new EasFormatError('missing_element', 'Collections', status);
    return { collections, isPartial: false };
  }
  const isPartial = readBoolean(element, { name: 'Partial', status }) ?? false;
  const hold = readHold(element);
  const windowSize = readInteger(element, { name: 'WindowSize', status });
  // [MS-ASCMD] 2.2.3.131 Partial: alone it says nothing
  if (collections.length === 0 && (!isPartial || (!hold && windowSize === undefined))) {
    throw new EasFormatError('missing_element', 'Collections', status);
  }
  return { collections, hold, windowSize, isPartial };
}

function readHold(element: EasElement): SyncHold | undefined {
  const minutes = readInteger(element, { name: 'Wait', status });
  const seconds = readInteger(element, { name: 'HeartbeatInterval', status });
  if (minutes !== undefined && seconds !== undefined) {
    throw new EasFormatError('conflicting_elements', 'HeartbeatInterval', status);
  }
  if (minutes !== undefined) return { unit: 'minutes', value: minutes };
  return seconds === undefined ? undefined : { unit: 'seconds', value: seconds };
}

function readCollection(element: EasElement, version?: ProtocolVersion): RequestedCollection {
  const syncKey = requireText(element, { name: 'SyncKey', status, maxLength: MAX_KEY_LENGTH });
  const getChanges = readBoolean(element, { name: 'GetChanges', status });
  // [MS-ASCMD] 2.2.3.84 GetChanges: there is nothing to get before there is a key
  if (syncKey === INITIAL_SYNC_KEY && getChanges) throw new EasFormatError('invalid_value', 'GetChanges', status);
  const options = children(element, 'Options').map((each) => readSyncOptions(each, version));
  if (new Set(options.map((each) => each.class ?? '')).size < options.length) {
    throw new EasFormatError('repeated_element', 'Options', status);
  }
  if (!areForOneFolder(options)) throw new EasFormatError('conflicting_elements', 'Options', status);
  const commands = child(element, 'Commands');
  return {
    syncKey,
    ...readName(element, version),
    supported: child(element, 'Supported')?.children,
    deletesAsMoves: readBoolean(element, { name: 'DeletesAsMoves', status }) ?? true,
    getChanges,
    windowSize: readInteger(element, { name: 'WindowSize', status }),
    conversationMode: readBoolean(element, { name: 'ConversationMode', status }),
    options: options.length > 0 ? options : undefined,
    changes: commands ? readClientChanges(commands) : [],
  };
}

function readName(element: EasElement, version?: ProtocolVersion): Pick<RequestedCollection, 'collectionId' | 'class'> {
  const itemClass = readText(element, { name: 'Class', status });
  const field = { name: 'CollectionId', status, maxLength: MAX_KEY_LENGTH } as const;
  if (version !== LEGACY_VERSION || !itemClass) return { collectionId: requireText(element, field), class: itemClass };
  return { collectionId: readText(element, field) ?? '', class: itemClass };
}

/** The request of a client of this version. */
export function writeSyncRequest(request: SyncRequest, version: ProtocolVersion): EasElement {
  const { collections, hold, windowSize, isPartial } = request;
  return el('AirSync', 'Sync', [
    collections.length > 0 &&
      el(
        'AirSync',
        'Collections',
        collections.map((each) => writeCollection(each, version)),
      ),
    hold && el('AirSync', hold.unit === 'minutes' ? 'Wait' : 'HeartbeatInterval', hold.value),
    optional('AirSync', 'WindowSize', windowSize),
    isPartial && el('AirSync', 'Partial'),
  ]);
}

function writeCollection(collection: RequestedCollection, version: ProtocolVersion): EasElement {
  const { supported, options = [], changes } = collection;
  return el('AirSync', 'Collection', [
    !isAtLeast(version, '14.0') && optional('AirSync', 'Class', collection.class),
    el('AirSync', 'SyncKey', collection.syncKey),
    optional('AirSync', 'CollectionId', collection.collectionId || undefined),
    supported && el('AirSync', 'Supported', supported),
    !collection.deletesAsMoves && el('AirSync', 'DeletesAsMoves', false),
    optional('AirSync', 'GetChanges', collection.getChanges),
    optional('AirSync', 'WindowSize', collection.windowSize),
    isAtLeast(version, '14.0') && optional('AirSync', 'ConversationMode', collection.conversationMode),
    ...options.map(writeSyncOptions),
    changes.length > 0 && el('AirSync', 'Commands', writeClientChanges(changes)),
  ]);
}
