/** `folder:uid`, as given to clients. */
export const serverIdOf = (collectionId: string, uid: number): string => `${collectionId}:${uid}`;

/** The uid in a server id of this collection, or null. */
export function uidOf(collectionId: string, serverId: string): number | null {
  const item = findItem(serverId);
  return item?.folderId === collectionId ? item.uid : null;
}

export type MailItem = { readonly folderId: string; readonly uid: number };

/** Folder and uid of a server id, or null if nobody gave out such an id. LongIds are made in the same way. */
export function findItem(serverId: string): MailItem | null {
  const separator = serverId.lastIndexOf(':');
  const uid = serverId.slice(separator + 1);
  if (separator < 1 || !/^[1-9]\d{0,9}$/.test(uid)) return null;
  return { folderId: serverId.slice(0, separator), uid: Number(uid) };
}
