import type { Exchange } from '@/engine/exchange';
import { FolderProblem } from '@/engine/backends/contract';
import { composeDraft } from '@/engine/content/compose-draft';
import { writeFileReference } from '@/engine/content/file-reference';
import { OutgoingProblem } from '@/engine/content/outgoing-problem';
import {
  claimItem,
  completeItem,
  interruptItem,
  type ItemName,
  messageIdOf,
  releaseItem,
} from '@/engine/sync-state/client-items';
import type { Marks } from '@/engine/sync-state/folder-state';
import { folderType } from '@/lib/protocol/eas/folder-sync';
import { isAtLeast } from '@/lib/protocol/eas/protocol-version';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { SyncItemResponse } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { carryThrough } from './carry-through';
import { sendOnce } from './send-once';
import { serverIdOf, uidOf } from './server-id';
import { statusOfRefusal } from './status-of-refusal';
import type { Folder } from './sync-items';

// Implementation notes
// - IMAP has no way to change a message: the draft with the change is stored beside the old one, then the old one goes. In
//   between there are two, never none. The client is told to forget the old one and gets the new one in the same answer.
// - A draft that a client adds carries a Message-ID made from its ClientId, so that an Add that was interrupted after the
//   draft was stored finds it.

/** Marks of a draft, as a client that wrote it has them. */
const DRAFT_MARK = 'R';
const MAX_DRAFT_BYTES = 64 * 1024 * 1024;
/** An interrupted Add looks for its draft among so many of the newest. */
const NEWEST = 50;

/** A folder whose drafts a client may write. */
export type DraftFolder = { readonly folderId: string };

/** [MS-ASEMAIL] 2.2.2.43 IsDraft: from 16.0 on, and in Drafts only. */
export async function draftFolderOf(
  { request }: Exchange,
  { collectionId, type }: Folder & { readonly type: number },
): Promise<DraftFolder | null> {
  const isOpen = type === folderType.drafts && isAtLeast(request.line.protocolVersion, '16.0');
  return isOpen ? { folderId: collectionId } : null;
}

type Add = { readonly change: Extract<SyncClientChange, { kind: 'add' }>; readonly before: Marks };

/** Stores a draft of the client. */
export async function addDraft(
  asked: Exchange,
  { folderId }: DraftFolder,
  { change, before }: Add,
): Promise<SyncItemResponse> {
  const exchange = carryThrough(asked);
  const { engine, facts, ctx } = exchange;
  const { clientId, properties } = change;
  const answer = (status: number, rest: Partial<SyncItemResponse> = {}): SyncItemResponse => {
    return { kind: 'add', clientId, status, ...rest };
  };
  const name: ItemName = { deviceId: facts.id, scope: folderId, clientId };
  const claim = await claimItem(engine.db, name, ctx.now());
  if (claim.kind === 'running') return answer(syncStatus.retry);
  const known = claim.kind === 'done' && claim.serverId ? uidOf(folderId, claim.serverId) : null;
  const stored = known ?? (claim.kind === 'interrupted' ? await findByMessageId(exchange, folderId, name) : null);
  try {
    const { uid, added } =
      stored === null ? await store(exchange, { folderId, name, properties }) : { uid: stored, added: [] };
    const serverId = serverIdOf(folderId, uid);
    await completeItem(engine.db, name, { serverId, at: ctx.now() });
    before.set(uid, DRAFT_MARK);
    return answer(syncStatus.success, { serverId, ...(added.length > 0 && { properties: added }) });
  } catch (error) {
    return answer(await giveUp(exchange, name, error));
  }
}

/** What the client is told of a draft that cannot be stored. @throws the error itself if it may be stored after all */
async function giveUp({ engine, ctx }: Exchange, name: ItemName, error: unknown): Promise<number> {
  if (error instanceof OutgoingProblem) {
    await releaseItem(engine.db, name);
    return syncStatus.itemNotConvertible;
  }
  if (error instanceof FolderProblem) {
    await releaseItem(engine.db, name);
    return statusOfRefusal(error);
  }
  // The mail server may have carried it out, and only its answer is lost.
  await interruptItem(engine.db, name, ctx.now());
  throw error;
}

type NewDraft = { readonly folderId: string; readonly name: ItemName; readonly properties: readonly EasElement[] };

async function store(exchange: Exchange, { folderId, name, properties }: NewDraft) {
  const { engine, account, request, ctx } = exchange;
  const { address, displayName } = account;
  const now = ctx.now();
  const draft = { elements: properties, existing: null, address, displayName, now, messageId: messageIdOf(name) };
  const { raw, added } = await composeDraft(draft);
  const marks = { isRead: true, isDraft: true };
  const uid = await engine.backend.append({ account, folderId, raw, marks, receivedAt: now }, request.signal);
  return { uid, added: attachmentProperties(added, { folderId, uid }) };
}

/** [MS-ASAIRS] 2.2.2.2 Add: which reference each new attachment has. */
function attachmentProperties(
  added: readonly { clientId: string; path: string }[],
  at: { folderId: string; uid: number },
): EasElement[] {
  if (added.length === 0) return [];
  const attachments = added.map(({ clientId, path }) =>
    el('AirSyncBase', 'Attachment', [
      el('AirSyncBase', 'ClientId', clientId),
      el('AirSyncBase', 'FileReference', writeFileReference({ ...at, path })),
    ]),
  );
  return [el('AirSyncBase', 'Attachments', attachments)];
}

async function findByMessageId(exchange: Exchange, folderId: string, name: ItemName): Promise<number | null> {
  const { engine, account, request } = exchange;
  const listing = await engine.backend.listMessages({ account, folderId }, request.signal);
  const uids = (listing?.messages ?? []).map(({ uid }) => uid).sort((a, b) => b - a);
  const query = { account, folderId, uids: uids.slice(0, NEWEST) };
  const heads = await engine.backend.fetchHeads(query, request.signal);
  return heads.find(({ messageId }) => messageId === messageIdOf(name))?.uid ?? null;
}

/** Whether the draft was stored anew already, before it was interrupted. */
async function hasSuccessor(
  { engine, account, request }: Exchange,
  { folderId, uid, name }: { folderId: string; uid: number; name: ItemName },
): Promise<boolean> {
  const listing = await engine.backend.listMessages({ account, folderId }, request.signal);
  const newer = (listing?.messages ?? []).map((message) => message.uid).filter((other) => other > uid);
  const query = { account, folderId, uids: [uid, ...newer.slice(-NEWEST)] };
  const heads = await engine.backend.fetchHeads(query, request.signal);
  const messageId = heads.find((head) => head.uid === uid)?.messageId ?? messageIdOf(name);
  return heads.some((head) => head.uid > uid && head.messageId === messageId);
}

type Change = {
  readonly change: Extract<SyncClientChange, { kind: 'change' }>;
  readonly uid: number;
};

/** Rewrites a draft, or sends it. What is sent leaves Drafts. */
export async function changeDraft(
  asked: Exchange,
  { folderId }: DraftFolder,
  { change, uid }: Change,
): Promise<SyncItemResponse | null> {
  const exchange = carryThrough(asked);
  const { engine, account, request, ctx, facts } = exchange;
  const { serverId } = change;
  const refused = (status: number): SyncItemResponse => ({ kind: 'change', serverId, status });
  const limitBytes = MAX_DRAFT_BYTES;
  const [head] = await engine.backend.fetchHeads({ account, folderId, uids: [uid] }, request.signal);
  const stored = await engine.backend.fetchPart({ account, folderId, uid, path: '', limitBytes }, request.signal);
  if (!head || !stored) return refused(syncStatus.notFound);
  if (stored.isTruncated) return refused(syncStatus.itemNotConvertible);
  const name: ItemName = { deviceId: facts.id, scope: 'draft', clientId: serverId };
  const claim = await claimItem(engine.db, name, ctx.now());
  if (claim.kind === 'running') return refused(syncStatus.retry);
  const { address, displayName } = account;
  const now = ctx.now();
  try {
    const isChanged = change.properties.length > 0;
    const existing = { raw: stored.content, structure: head.structure };
    const draft = { elements: change.properties, existing, address, displayName, now };
    const { raw } = isChanged
      ? await composeDraft({ ...draft, messageId: messageIdOf(name) })
      : { raw: stored.content };
    if (change.isSend) {
      const sending = { raw, name: { ...name, scope: 'send' }, saveInSent: true };
      const sent = await sendOnce(exchange, sending);
      if (sent.kind === 'refused' || sent.kind === 'running') {
        await releaseItem(engine.db, name);
        return refused(sent.kind === 'refused' ? syncStatus.serverError : syncStatus.retry);
      }
    } else if (claim.kind === 'new' || !(await hasSuccessor(exchange, { folderId, uid, name }))) {
      const marks = { isRead: true, isDraft: true };
      await engine.backend.append({ account, folderId, raw, marks, receivedAt: now }, request.signal);
    }
    await engine.backend.remove({ account, folderId, uids: [uid] }, request.signal);
    await completeItem(engine.db, name, { serverId: null, at: now });
    return null;
  } catch (error) {
    return refused(await giveUp(exchange, name, error));
  }
}
