import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { findCollection, HIERARCHY } from '@/engine/sync-state/collection-store';
import { folderChanges, FolderState, marksOf, marksOfListing } from '@/engine/sync-state/folder-state';
import { openCollection } from '@/engine/sync-state/generations';
import { HierarchyState, isMailType } from '@/engine/sync-state/hierarchy-state';
import { classOfType, folderOfClass } from '@/engine/sync-state/item-class';
import { defaultOptions, filterStart, isMailFilter, StoredOptions } from '@/engine/sync-state/stored-options';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  type EstimateAnswer,
  type EstimatedCollection,
  getItemEstimateStatus as status,
  readGetItemEstimateRequest,
  writeGetItemEstimateResponse,
} from '@/lib/protocol/eas/get-item-estimate';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { commonStatus } from '@/lib/protocol/eas/status';
import { areForOneFolder } from '@/lib/protocol/eas/sync-options';
import { INITIAL_SYNC_KEY } from '@/lib/protocol/eas/sync-request';
import { permittedFilter } from './mail-rules';

/**
 * How many changes the next Sync of each folder would bring. No key moves.
 *
 * @see [MS-ASCMD] 2.2.1.9 GetItemEstimate
 */
export async function getItemEstimate(exchange: Exchange): Promise<Answer> {
  const { document, engine, facts, request } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'GetItemEstimate', commonStatus.invalidXml);
  const { collections } = readGetItemEstimateRequest(document, request.line.protocolVersion);
  const name = { deviceId: facts.id, collectionId: HIERARCHY };
  const hierarchy = (await findCollection(engine.db, name, HierarchyState))?.state ?? null;
  const answers: EstimateAnswer[] = [];
  for (const each of collections) {
    const collectionId = each.collectionId || folderOfClass(hierarchy, each.class);
    answers.push(await estimate(exchange, hierarchy, { ...each, collectionId }));
  }
  return documentAnswer(writeGetItemEstimateResponse({ answers }, request.line.protocolVersion));
}

async function estimate(
  exchange: Exchange,
  hierarchy: HierarchyState | null,
  requested: EstimatedCollection,
): Promise<EstimateAnswer> {
  const { engine, account, facts, request, ctx } = exchange;
  const { collectionId } = requested;
  const type = hierarchy?.folders[collectionId]?.type;
  if (type === undefined) return { status: status.invalidCollection };
  // [MS-ASCMD] 2.2.3.36.1 ConversationMode (GetItemEstimate): of mail only, and refused as a whole
  if (requested.conversationMode !== undefined && !isMailType(type)) {
    throw new EasFormatError('invalid_value', 'ConversationMode', commonStatus.invalidXml);
  }
  const collection = await findCollection(engine.db, { deviceId: facts.id, collectionId }, FolderState);
  const isLegacy = request.line.protocolVersion === LEGACY_VERSION;
  const itemClass = requested.class ?? (isLegacy ? classOfType(type) : undefined);
  const refused = (code: number): EstimateAnswer => ({ status: code, class: itemClass, collectionId });
  // [MS-ASCMD] 2.2.3.27.2 Class (GetItemEstimate)
  if (!areForOneFolder(requested.options ?? [])) return refused(status.invalidSyncKey);
  if (!collection || requested.syncKey === INITIAL_SYNC_KEY) return refused(status.notPrimed);
  const opened = openCollection(collection, requested.syncKey);
  if (opened.kind !== 'confirmed' && opened.kind !== 'repeated') return refused(status.invalidSyncKey);
  if (!isMailType(type)) return { ...refused(status.success), estimate: 0 };

  const stored = StoredOptions.safeParse(collection.options).data ?? defaultOptions;
  const own = requested.options?.find((block) => block.class?.toUpperCase() !== 'SMS');
  const options = own ? { ...stored, filterType: own.filterType } : stored;
  if (!isMailFilter(options.filterType)) return refused(commonStatus.serverError);
  const permitted = { ...options, filterType: permittedFilter(exchange, options.filterType) };
  const query = { account, folderId: collectionId, since: filterStart(permitted, ctx.now()) };
  const listing = await engine.backend.listMessages(query, request.signal);
  if (!listing) return { status: status.invalidCollection };
  const { validity } = opened.base;
  if (validity !== '' && validity !== listing.validity) return refused(status.invalidSyncKey);
  const { added, removed, marked } = folderChanges(
    marksOf(opened.base),
    marksOfListing(listing, request.line.protocolVersion),
  );
  return { ...refused(status.success), estimate: added.length + removed.length + marked.length };
}
