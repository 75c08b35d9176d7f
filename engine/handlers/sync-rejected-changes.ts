import type { Marks } from '@/engine/sync-state/folder-state';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { SyncItemResponse } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';

/** `folder:uid`, as given to clients. */
export const serverIdOf = (collectionId: string, uid: number): string => `${collectionId}:${uid}`;

/** The uid in a server id of this collection, or null. */
export function uidOf(collectionId: string, serverId: string): number | null {
  const uid = serverId.startsWith(`${collectionId}:`) ? serverId.slice(collectionId.length + 1) : '';
  return /^[1-9]\d{0,9}$/.test(uid) ? Number(uid) : null;
}

/**
 * Says no to each change of the client, in the way that makes it take the server's version again: nothing is written to
 * the mail store yet. Adds cannot be converted (the client must not retry), others conflict (the server wins).
 *
 * @see [MS-ASCMD] 2.2.3.177.17 Status (Sync) 6, 7
 */
export function rejectChanges(changes: readonly SyncClientChange[]): SyncItemResponse[] {
  return changes.flatMap((change): SyncItemResponse[] => {
    if (change.kind === 'fetch') return [];
    if (change.kind === 'add') {
      return [{ kind: 'add', clientId: change.clientId, status: syncStatus.itemNotConvertible }];
    }
    return [{ kind: change.kind, serverId: change.serverId, status: syncStatus.conflict }];
  });
}

/**
 * What the client has after its own changes, which it made before it asked. The way from there to the server's state takes
 * them back: a deleted mail is added again, a read mark set right.
 *
 * @returns whether anything is different from what the server thought the client had
 */
export function applyAsSeenByClient(marks: Marks, collectionId: string, changes: readonly SyncClientChange[]): boolean {
  let isDifferent = false;
  for (const change of changes) {
    if (change.kind !== 'change' && change.kind !== 'delete') continue;
    const uid = uidOf(collectionId, change.serverId);
    const known = uid === null ? undefined : marks.get(uid);
    if (uid === null || known === undefined) continue;
    if (change.kind === 'delete') {
      marks.delete(uid);
      isDifferent = true;
      continue;
    }
    const read = change.properties.find(({ namespace, name }) => namespace === 'Email' && name === 'Read');
    const isRead = read ? read.text !== '0' : known;
    if (isRead === known) continue;
    marks.set(uid, isRead);
    isDifferent = true;
  }
  return isDifferent;
}
