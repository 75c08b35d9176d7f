import { type Answer, documentAnswer } from '@/engine/answer';
import type { FolderProblemCode } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';
import {
  folderDeleteStatus as status,
  readFolderDeleteRequest,
  writeFolderDeleteResponse,
} from '@/lib/protocol/eas/folder-delete';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { changeHierarchy } from './change-hierarchy';

/**
 * A folder goes, with everything in it.
 *
 * @see [MS-ASCMD] 2.2.1.4 FolderDelete
 */
export async function folderDelete(exchange: Exchange): Promise<Answer> {
  const { document, engine, account } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'FolderDelete', status.malformed);
  const { syncKey, serverId } = readFolderDeleteRequest(document);
  const result = await changeHierarchy(exchange, {
    syncKey,
    make: async (signal) => {
      await engine.backend.deleteFolder({ account, folderId: serverId }, signal);
      return serverId;
    },
    findDone: ({ folders }) => (Object.hasOwn(folders, serverId) ? null : serverId),
  });
  if (result.kind === 'invalid_key') return refused(status.invalidSyncKey);
  if (result.kind === 'refused') return refused(statusOf[result.code]);
  return documentAnswer(writeFolderDeleteResponse({ status: status.success, syncKey: result.syncKey }));
}

const refused = (code: number): Answer => documentAnswer(writeFolderDeleteResponse({ status: code }));

const statusOf: Record<FolderProblemCode, number> = {
  exists: status.serverError,
  missing: status.notFound,
  target_missing: status.notFound,
  refused: status.specialFolder,
  quota: status.serverError,
};
