import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { isMailType, toHierarchy } from '@/engine/sync-state/hierarchy-state';
import { el } from '@/lib/protocol/wbxml/element';

/**
 * All mail folders, without a key, as versions up to 12.1 may ask for them.
 *
 * @see [MS-ASCMD] 2.2.1.8 GetHierarchy
 */
export async function getHierarchy({ engine, account, request }: Exchange): Promise<Answer> {
  const { folders } = toHierarchy(await engine.backend.listFolders(account, request.signal));
  const mail = Object.entries(folders).filter(([, { type }]) => isMailType(type));
  return documentAnswer(
    el(
      'FolderHierarchy',
      'Folders',
      mail.map(([serverId, { parentId, name, type }]) =>
        el('FolderHierarchy', 'Folder', [
          el('FolderHierarchy', 'DisplayName', name),
          el('FolderHierarchy', 'ServerId', serverId),
          el('FolderHierarchy', 'Type', type),
          el('FolderHierarchy', 'ParentId', parentId),
        ]),
      ),
    ),
  );
}
