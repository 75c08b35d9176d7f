import { validityOfToken } from '@/engine/backends/contract';
import type { FlagDetails } from '@/engine/content/flag-details';
import type { Exchange } from '@/engine/exchange';
import { findMailFlags } from '@/engine/sync-state/mail-flags';

/**
 * What clients said of the flags of these mails, by uid: nothing for most. Only where there is something, the mail server
 * is asked whether the uids still stand for the same mails.
 *
 * @throws BackendUnavailable
 */
export async function flagsOfMails(
  { engine, account, request }: Exchange,
  folderId: string,
  flagged: readonly number[],
): Promise<ReadonlyMap<number, FlagDetails>> {
  const found = await findMailFlags(engine.db, { mailbox: account.mailbox, folderId }, flagged);
  if (found.size === 0) return new Map();
  const tokens = await engine.backend.folderTokens(account, [folderId], request.signal);
  const current = validityOfToken(tokens.get(folderId) ?? '');
  const valid = [...found].filter(([, { validity }]) => validity === current);
  return new Map(valid.map(([uid, { details }]) => [uid, details]));
}
