import { type Answer, documentAnswer } from '@/engine/answer';
import type { FolderProblemCode } from '@/engine/backends/contract';
import type { Exchange } from '@/engine/exchange';
import { isMailType } from '@/engine/sync-state/hierarchy-state';
import {
  folderCreateStatus as status,
  readFolderCreateRequest,
  writeFolderCreateResponse,
} from '@/lib/protocol/eas/folder-create';
import { folderType, ROOT_FOLDER_ID } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { changeHierarchy } from './change-hierarchy';

/**
 * A new folder, as a phone wants it.
 *
 * @see [MS-ASCMD] 2.2.1.3 FolderCreate
 */
export async function folderCreate(exchange: Exchange): Promise<Answer> {
  const { document, engine, account } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'FolderCreate', status.malformed);
  const { syncKey, parentId, displayName, type } = readFolderCreateRequest(document);
  // There is no store yet that could hold folders of another class.
  if (type !== folderType.generic && !isMailType(type)) return refused(status.serverError);
  const parent = parentId === ROOT_FOLDER_ID ? null : parentId;
  const result = await changeHierarchy(exchange, {
    syncKey,
    make: async (signal) => {
      const made = await engine.backend.createFolder(account, { name: displayName, parentId: parent }, signal);
      return made.id;
    },
    findDone: ({ folders }) =>
      Object.entries(folders).find(([, each]) => each.name === displayName && each.parentId === parentId)?.[0] ?? null,
  });
  if (result.kind === 'invalid_key') return refused(status.invalidSyncKey);
  if (result.kind === 'refused') return refused(statusOf[result.code]);
  const { serverId, syncKey: nextKey } = result;
  return documentAnswer(writeFolderCreateResponse({ status: status.success, syncKey: nextKey, serverId }));
}

const refused = (code: number): Answer => documentAnswer(writeFolderCreateResponse({ status: code }));

const statusOf: Record<FolderProblemCode, number> = {
  exists: status.nameExists,
  missing: status.parentNotFound,
  target_missing: status.parentNotFound,
  refused: status.serverError,
  quota: status.serverError,
};
