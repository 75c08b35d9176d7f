import type { Account } from '@/engine/backends/contract';
import type { Engine } from '@/engine/exchange';
import { findProtocolVersion, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { amendGeneration } from './collection-store';
import { folderChanges, FolderState, marksOf, marksOfListing, WINDOW_MARK } from './folder-state';

/** Half of what a phone may wait for an answer. */
const TIMEOUT_MS = 12_000;

export type ConfirmQuery = {
  /** Undefined: nobody watches the mailbox any more, so there is no password to ask the mail server with. */
  readonly account: Account | undefined;
  readonly hold: { readonly deviceId: string };
  /** Folders in which something is said to have changed. */
  readonly folderIds: readonly string[];
};

/**
 * Which of these folders hold something that the device's next Sync would bring: not its own changes, nor marks that it
 * does not show, nor mails outside of its window of time. A folder that it never synchronised has no news for it.
 *
 * @throws BackendUnavailable
 */
export async function confirmChanges(
  engine: Pick<Engine, 'db' | 'backend'>,
  { account, hold: { deviceId }, folderIds }: ConfirmQuery,
): Promise<readonly string[]> {
  if (!account) return folderIds;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const rows = await engine.db.collectionState.findMany({
    where: { deviceId, collectionId: { in: [...folderIds] } },
    select: {
      collectionId: true,
      syncKey: true,
      state: true,
      device: { select: { protocolVersion: true } },
    },
  });
  const confirmed: string[] = [];
  for (const row of rows) {
    const state = FolderState.safeParse(row.state).data;
    const version = findProtocolVersion(row.device.protocolVersion);
    if (!state || !version) continue;
    const { collectionId, syncKey } = row;
    const folder = { account, deviceId, collectionId, syncKey, state, version };
    if (await hasNews(engine, folder, signal)) confirmed.push(row.collectionId);
  }
  return confirmed;
}

type Folder = {
  readonly account: Account;
  readonly deviceId: string;
  readonly collectionId: string;
  readonly syncKey: number;
  readonly state: FolderState;
  readonly version: ProtocolVersion;
};

async function hasNews(
  { db, backend }: Pick<Engine, 'db' | 'backend'>,
  { account, deviceId, collectionId, syncKey, state, version }: Folder,
  signal: AbortSignal,
): Promise<boolean> {
  // It has not even got what was there before.
  if (state.token === '') return true;
  // The window in which the device looked, whatever set it.
  const [known, window = ''] = state.token.split(WINDOW_MARK);
  const since = window === '' ? undefined : new Date(window);
  const listing = await backend.listMessages({ account, folderId: collectionId, since }, signal);
  if (!listing || listing.validity !== state.validity) return true;
  if (listing.token === known) return false;
  const { added, removed, marked } = folderChanges(marksOf(state), marksOfListing(listing, version));
  if (added.length + removed.length + marked.length > 0) return true;
  const token = window ? `${listing.token}${WINDOW_MARK}${window}` : listing.token;
  const name = { deviceId, collectionId };
  await amendGeneration(db, name, { syncKey, state: { ...state, token } });
  return false;
}
