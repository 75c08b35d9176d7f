import type { Account, MailBackend } from '@/engine/backends/contract';
import { findSyncedFolders } from '@/engine/sync-state/synced-folders';
import type { Database } from '@/lib/db/client';
import type { Hold } from './held-requests';

/** Half of what a phone may wait for an answer. */
const TIMEOUT_MS = 12_000;

export type ConfirmSources = {
  readonly db: Database;
  readonly backend: Pick<MailBackend, 'folderTokens'>;
  /** Undefined: nobody watches the mailbox any more, so there is no password to ask the mail server with. */
  readonly account: Account | undefined;
};

/**
 * Of these folders, those that are not as the device has them: what it did itself is in its state by now. Folders that it
 * never synchronised have no news for it.
 *
 * @throws BackendUnavailable
 */
export async function confirmChanges(
  { db, backend, account }: ConfirmSources,
  { deviceId }: Hold,
  folderIds: readonly string[],
): Promise<readonly string[]> {
  if (!account) return folderIds;
  const synced = await findSyncedFolders(db, deviceId, folderIds);
  if (!synced || synced.tokens.size === 0) return [];
  const tokens = await backend.folderTokens(account, [...synced.tokens.keys()], AbortSignal.timeout(TIMEOUT_MS));
  return [...synced.tokens].filter(([id, token]) => tokens.get(id) !== token).map(([id]) => id);
}
