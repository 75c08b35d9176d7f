import type { FolderKind } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';

/** Id of the folder of this kind, or null if the mailbox has none. */
export async function findFolderOfKind(
  { engine, account, request }: Exchange,
  kind: FolderKind,
): Promise<string | null> {
  const folders = await engine.backend.listFolders(account, request.signal);
  return folders.find((folder) => folder.kind === kind)?.id ?? null;
}
