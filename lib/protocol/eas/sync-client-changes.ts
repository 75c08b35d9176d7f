import { readText, requireText } from '@/lib/protocol/eas/fields';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { child, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** What a client did to a collection, or an item it wants. Properties stay elements: their class knows them. */
export type SyncClientChange =
  | {
      readonly kind: 'add';
      readonly clientId: string;
      /** Only if it differs from the folder's. */
      readonly class?: string;
      /** A draft that is to be sent at once, from 16.0 on. */
      readonly isSend?: boolean;
      readonly properties: readonly EasElement[];
    }
  | {
      readonly kind: 'change';
      readonly serverId: string;
      /** One occurrence of a series, from 16.0 on. */
      readonly instanceId?: string;
      /** Send this draft, from 16.0 on. */
      readonly isSend?: boolean;
      readonly properties: readonly EasElement[];
    }
  | { readonly kind: 'delete'; readonly serverId: string; readonly instanceId?: string }
  | { readonly kind: 'fetch'; readonly serverId: string };

const status = syncStatus.protocolError;

/** [MS-ASCMD] 2.2.3.32 Commands: more in one request is answered with Status 4. */
const MAX_CHANGES = 200;

const readers: Readonly<Record<string, (element: EasElement) => SyncClientChange>> = {
  Add: (element) => ({
    kind: 'add',
    clientId: requireText(element, { name: 'ClientId', status, maxLength: MAX_KEY_LENGTH }),
    class: readText(element, { name: 'Class', status }),
    isSend: isSend(element),
    properties: readProperties(element),
  }),
  Change: (element) => ({
    kind: 'change',
    serverId: requireServerId(element),
    instanceId: readInstanceId(element),
    isSend: isSend(element),
    properties: readProperties(element),
  }),
  Delete: (element) => ({
    kind: 'delete',
    serverId: requireServerId(element),
    instanceId: readInstanceId(element),
  }),
  Fetch: (element) => ({ kind: 'fetch', serverId: requireServerId(element) }),
};

/** Beside the properties of a draft, or with some clients among them. */
function isSend(element: EasElement): boolean {
  const properties = child(element, 'ApplicationData');
  return [element, properties].some((each) => each && child(each, 'Send', 'Email2'));
}

const readProperties = (element: EasElement): EasElement[] =>
  (child(element, 'ApplicationData')?.children ?? []).filter(
    ({ namespace, name }) => namespace !== 'Email2' || name !== 'Send',
  );

const requireServerId = (element: EasElement): string =>
  requireText(element, { name: 'ServerId', status, maxLength: MAX_KEY_LENGTH });

const readInstanceId = (element: EasElement): string | undefined =>
  readText(element, { name: 'InstanceId', namespace: 'AirSyncBase', status });

/**
 * The children of a Commands element, in their order.
 *
 * @throws EasFormatError with Status 4, also if there are more than 200
 * @see [MS-ASCMD] 2.2.3.32 Commands
 */
export function readClientChanges(commands: EasElement): SyncClientChange[] {
  const changes: SyncClientChange[] = [];
  for (const each of commands.children) {
    const read = each.namespace === 'AirSync' && Object.hasOwn(readers, each.name) ? readers[each.name] : undefined;
    if (read) changes.push(read(each));
    if (changes.length > MAX_CHANGES) throw new EasFormatError('out_of_range', 'Commands', status);
  }
  return changes;
}

/** The content of a client's Commands element. */
export const writeClientChanges = (changes: readonly SyncClientChange[]): EasElement[] => changes.map(writeChange);

function writeChange(change: SyncClientChange): EasElement {
  switch (change.kind) {
    case 'add':
      return el('AirSync', 'Add', [
        optional('AirSync', 'Class', change.class),
        el('AirSync', 'ClientId', change.clientId),
        change.isSend === true && el('Email2', 'Send'),
        el('AirSync', 'ApplicationData', change.properties),
      ]);
    case 'change':
      return el('AirSync', 'Change', [
        el('AirSync', 'ServerId', change.serverId),
        optional('AirSyncBase', 'InstanceId', change.instanceId),
        change.isSend === true && el('Email2', 'Send'),
        // A draft may be sent as it is.
        (change.properties.length > 0 || change.isSend !== true) && el('AirSync', 'ApplicationData', change.properties),
      ]);
    case 'delete':
      return el('AirSync', 'Delete', [
        el('AirSync', 'ServerId', change.serverId),
        optional('AirSyncBase', 'InstanceId', change.instanceId),
      ]);
    case 'fetch':
      return el('AirSync', 'Fetch', [el('AirSync', 'ServerId', change.serverId)]);
  }
}
