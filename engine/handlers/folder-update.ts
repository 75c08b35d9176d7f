import { type Answer, documentAnswer } from '@/engine/answer';
import type { FolderProblemCode } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';
import { ROOT_FOLDER_ID } from '@/lib/protocol/eas/folder-sync';
import {
  folderUpdateStatus as status,
  readFolderUpdateRequest,
  writeFolderUpdateResponse,
} from '@/lib/protocol/eas/folder-update';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { changeHierarchy } from './change-hierarchy';

/**
 * Another name or place for a folder, which keeps its id.
 *
 * @see [MS-ASCMD] 2.2.1.6 FolderUpdate
 */
export async function folderUpdate(exchange: Exchange): Promise<Answer> {
  const { document, engine, account } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'FolderUpdate', status.malformed);
  const { syncKey, serverId, parentId, displayName } = readFolderUpdateRequest(document);
  const result = await changeHierarchy(exchange, {
    syncKey,
    make: async (signal) => {
      const parent = parentId === ROOT_FOLDER_ID ? null : parentId;
      const change = { account, folderId: serverId, name: displayName, parentId: parent };
      await engine.backend.changeFolder(change, signal);
      return serverId;
    },
    findDone: ({ folders }) => {
      const folder = folders[serverId];
      return folder?.name === displayName && folder.parentId === parentId ? serverId : null;
    },
  });
  if (result.kind === 'invalid_key') return refused(status.invalidSyncKey);
  if (result.kind === 'refused') return refused(statusOf[result.code]);
  return documentAnswer(writeFolderUpdateResponse({ status: status.success, syncKey: result.syncKey }));
}

const refused = (code: number): Answer => documentAnswer(writeFolderUpdateResponse({ status: code }));

const statusOf: Record<FolderProblemCode, number> = {
  exists: status.nameExists,
  missing: status.notFound,
  target_missing: status.parentNotFound,
  refused: status.nameExists,
  quota: status.serverError,
};
