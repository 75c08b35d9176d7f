import { children, text, type EasElement, el } from '@/lib/protocol/wbxml/element';

/** What ItemOperations fetches: an item, a search result, an attachment, or a document by its link. */
export type FetchTarget =
  | { readonly by: 'item'; readonly collectionId: string; readonly serverId: string }
  | { readonly by: 'longId'; readonly longId: string }
  | { readonly by: 'fileReference'; readonly fileReference: string }
  | { readonly by: 'link'; readonly linkId: string };

const MAX_ID_LENGTH = 64;
const MAX_REFERENCE_LENGTH = 2048;

/**
 * The one target that a Fetch of a request or of an answer names. Undefined if it names none, several, or one that is
 * too long to be an id of ours. An empty reference to an attachment is one: of an attachment that is not there.
 *
 * @see [MS-ASCMD] 2.2.1.10 ItemOperations
 */
export function findFetchTarget(fetch: EasElement): FetchTarget | undefined {
  const serverId = text(fetch, 'ServerId', 'AirSync');
  const collectionId = text(fetch, 'CollectionId', 'AirSync');
  const longId = text(fetch, 'LongId', 'Search');
  const fileReference = text(fetch, 'FileReference', 'AirSyncBase');
  const linkId = text(fetch, 'LinkId', 'DocumentLibrary');
  const named = [serverId, longId, linkId].filter((each) => each).length;
  if (named + children(fetch, 'FileReference', 'AirSyncBase').length !== 1) return undefined;
  const reference = longId || fileReference || linkId;
  if (reference && reference.length > MAX_REFERENCE_LENGTH) return undefined;
  if (longId) return { by: 'longId', longId };
  if (fileReference !== undefined) return { by: 'fileReference', fileReference };
  if (linkId) return { by: 'link', linkId };
  const isItem = serverId && collectionId && Math.max(serverId.length, collectionId.length) <= MAX_ID_LENGTH;
  return isItem ? { by: 'item', collectionId, serverId } : undefined;
}

/** The elements that name a target, in a request and in an answer alike. */
export function writeFetchTarget(target: FetchTarget): EasElement[] {
  switch (target.by) {
    case 'item':
      return [el('AirSync', 'CollectionId', target.collectionId), el('AirSync', 'ServerId', target.serverId)];
    case 'longId':
      return [el('Search', 'LongId', target.longId)];
    case 'fileReference':
      return [el('AirSyncBase', 'FileReference', target.fileReference)];
    case 'link':
      return [el('DocumentLibrary', 'LinkId', target.linkId)];
  }
}
