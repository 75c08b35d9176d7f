import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { AnsweredCollection } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import type { PhoneCore } from '@/engine/testing/phone-core';
import { type PhoneItem, withProperties } from '@/engine/testing/phone-item';

/** The items of a collection, to be changed. */
function itemsOf({ memory }: PhoneCore, collectionId: string): Map<string, PhoneItem> {
  const items = memory.items.get(collectionId) ?? new Map<string, PhoneItem>();
  memory.items.set(collectionId, items);
  return items;
}

/** Takes in what happened on the server. */
export function applyServerChanges(phone: PhoneCore, { collectionId, changes = [] }: AnsweredCollection): void {
  const items = itemsOf(phone, collectionId);
  for (const change of changes) {
    const { serverId } = change;
    if (!('properties' in change)) {
      items.delete(serverId);
      continue;
    }
    const known = items.get(serverId);
    if (change.kind === 'add' && known) phone.tell('odd', { what: 'added-twice', serverId });
    if (change.kind === 'change' && !known) phone.tell('odd', { what: 'changed-unknown', serverId });
    items.set(serverId, withProperties(change.kind === 'add' ? undefined : known, change.properties));
  }
}

/**
 * Takes in what became of the changes that went with the request: those without an entry have succeeded.
 *
 * @returns whether some are to be sent again, a little later
 */
export function confirmUploads(
  phone: PhoneCore,
  { collectionId, responses = [] }: AnsweredCollection,
  sent: readonly SyncClientChange[],
): boolean {
  const { pending } = phone.memory;
  const again: SyncClientChange[] = [];
  for (const change of sent) {
    const response = responses.find(
      (each) =>
        each.kind === change.kind &&
        ('clientId' in change ? each.clientId === change.clientId : each.serverId === change.serverId),
    );
    const status = response?.status ?? syncStatus.success;
    if (status === syncStatus.retry) {
      again.push(change);
      continue;
    }
    const isTaken = status === syncStatus.success || status === syncStatus.conflict;
    if (isTaken) applyOwnChange(phone, { collectionId, change, serverId: response?.serverId });
    phone.tell('uploaded', { collectionId, change, problem: isTaken ? undefined : `Status ${status}` });
  }
  const rest = [...again, ...(pending.get(collectionId) ?? []).slice(sent.length)];
  if (rest.length > 0) pending.set(collectionId, rest);
  else pending.delete(collectionId);
  return again.length > 0;
}

type Own = { readonly collectionId: string; readonly change: SyncClientChange; readonly serverId?: string };

/** In a conflict as well: the server's version comes as a change of its own. */
function applyOwnChange(phone: PhoneCore, { collectionId, change, serverId }: Own): void {
  const items = itemsOf(phone, collectionId);
  if (change.kind === 'delete') items.delete(change.serverId);
  else if (change.kind === 'add' && serverId !== undefined) {
    // Its writer has read it.
    items.set(serverId, { ...withProperties(undefined, change.properties), isRead: true });
  } else if (change.kind === 'change' && areMarks(change)) {
    const known = items.get(change.serverId);
    if (known) items.set(change.serverId, withProperties(known, change.properties));
  }
}

/** A draft that was written anew is another item, which the server tells of. */
const areMarks = ({ properties }: Extract<SyncClientChange, { kind: 'change' }>): boolean =>
  properties.length > 0 && properties.every(({ name }) => name === 'Read' || name === 'Flag');
