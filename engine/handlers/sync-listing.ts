import type { FolderListing } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';
import { type FolderState, type Marks, marksOfListing, WINDOW_MARK } from '@/engine/sync-state/folder-state';
import { filterStart } from '@/engine/sync-state/stored-options';
import { wantsChanges } from '@/lib/protocol/eas/sync-request';
import type { Folder } from './sync-items';
import type { SyncWork } from './sync-job';

/** What the server has; `marks` is null where it was not asked. */
export type SyncListing = Pick<FolderListing, 'validity' | 'token'> & { readonly marks: Marks | null };

/** For a request that wants no changes of the server: as if nothing had changed, but something may have. */
export const unlisted = ({ validity }: FolderState): SyncListing => ({ validity, token: '', marks: null });

/**
 * Lists the folder, as far back as the client asks.
 *
 * @returns null: the folder is gone
 */
export async function listFolder(exchange: Exchange, { folder, isMail }: SyncWork): Promise<SyncListing | null> {
  // Other classes than mail are shown, and have nothing in them yet.
  if (!isMail) return { validity: 'none', token: 'none', marks: new Map() };
  const { engine, account, request, ctx } = exchange;
  const since = filterStart(folder.options, ctx.now());
  const query = { account, folderId: folder.collectionId, since };
  const listing = await engine.backend.listMessages(query, request.signal);
  if (!listing) return null;
  const marks = marksOfListing(listing, request.line.protocolVersion);
  return { validity: listing.validity, token: windowToken(exchange, folder, listing.token), marks };
}

/** Uids were given out anew: those that the client knows mean other messages now. */
export const isOtherValidity = (base: FolderState, listing: SyncListing): boolean =>
  base.validity !== '' && base.validity !== listing.validity;

/** A look at the folder's token spares most requests the listing. */
export async function isUntouched(exchange: Exchange, work: SyncWork, base: FolderState): Promise<boolean> {
  const { requested, folder, isMail } = work;
  if (!isMail || base.token === '' || requested.options) return false;
  if (!wantsChanges(requested) || requested.changes.length > 0) return false;
  const { engine, account, request } = exchange;
  const tokens = await engine.backend.folderTokens(account, [folder.collectionId], request.signal);
  const token = tokens.get(folder.collectionId);
  return token !== undefined && windowToken(exchange, folder, token) === base.token;
}

/** A folder is untouched only as long as its window of time has not moved either. */
function windowToken({ ctx }: Exchange, { options }: Folder, token: string): string {
  const since = filterStart(options, ctx.now());
  return since ? `${token}${WINDOW_MARK}${since.toISOString().slice(0, 10)}` : token;
}
