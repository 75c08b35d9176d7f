import { createHash } from 'node:crypto';
import type { MarkChange } from '@/engine/backends/contract';
import { areOnlyMarks, changeOfProperties } from '@/engine/content/change-of-properties';
import type { Exchange } from '@/engine/exchange';
import type { Marks } from '@/engine/sync-state/folder-state';
import { fromMark, toMark } from '@/engine/sync-state/message-marks';
import type { Outcome } from '@/engine/sync-state/upload-outcome';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { SyncItemResponse } from '@/lib/protocol/eas/sync-response';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { flagDetailsOf } from '@/engine/content/flag-details';
import { dropMailFlags, type FlagPlace, keepMailFlag } from '@/engine/sync-state/mail-flags';
import { serverIdOf, uidOf } from './server-id';
import { statusOfRefusal } from './status-of-refusal';
import { addDraft, changeDraft, type DraftFolder } from './sync-drafts';
import { findFolderOfKind } from './find-folder-of-kind';

// Implementation notes
// - Every change of a client is made so that making it once more comes to the same: marks are set, not flipped; what is
//   gone already is gone; an added draft is known by its ClientId. So an engine that dies in the middle harms nothing.
// - What the changes of a request came to is stored with the generation that answers it. A repeated request finds each of
//   its changes there and is answered from there.
// - `before` is what the client has. It is brought up to date with each change, made or refused, so that the way from
//   there to the server's state takes back what was refused and leaves alone what was done.

type Upload = Exclude<SyncClientChange, { kind: 'fetch' }>;

export type UploadJob = {
  readonly collectionId: string;
  readonly changes: readonly SyncClientChange[];
  readonly deletesAsMoves: boolean;
  /** The client's version wins over a change that was made on the server meanwhile. */
  readonly clientWins: boolean;
  /** Of the uids. */
  readonly validity: string;
  /** Null: this folder holds no drafts that a client of this version may write. */
  readonly drafts: DraftFolder | null;
  /** What the client has; changed as its changes are made. */
  readonly before: Marks;
  /** What the server has, to see conflicts; as `before` if nothing happened there. */
  readonly current: Marks;
};

/** Makes the client's changes that are not in `known` and says what each came to. */
export async function upload(exchange: Exchange, job: UploadJob, known: Outcome): Promise<Outcome> {
  const outcome: Record<string, SyncItemResponse | null> = {};
  const marking: Marking = new Map();
  const deleted: { uid: number; digest: string }[] = [];
  for (const change of job.changes) {
    if (change.kind === 'fetch') continue;
    const digest = digestOf(change);
    const earlier = known[digest];
    if (earlier !== undefined) {
      outcome[digest] = earlier;
    } else if (change.kind === 'delete') {
      const uid = uidOf(job.collectionId, change.serverId);
      if (uid !== null) deleted.push({ uid, digest });
      outcome[digest] = uid === null ? notFound(change) : null;
    } else if (change.kind === 'add') {
      outcome[digest] = job.drafts
        ? await addDraft(exchange, job.drafts, { change, before: job.before })
        : { kind: 'add', clientId: change.clientId, status: syncStatus.itemNotConvertible };
    } else {
      outcome[digest] = await changeOne(exchange, job, { change, digest, marking });
    }
  }
  for (const batch of marking.values()) Object.assign(outcome, await mark(exchange, job, batch));
  Object.assign(outcome, await remove(exchange, job, deleted));
  return outcome;
}

/** The entries of Responses, in the order of the request. */
export function responsesOf(changes: readonly SyncClientChange[], outcome: Outcome): SyncItemResponse[] {
  return changes.flatMap((change) => (change.kind === 'fetch' ? [] : (outcome[digestOf(change)] ?? [])));
}

export const hasUploads = (changes: readonly SyncClientChange[]): boolean =>
  changes.some(({ kind }) => kind !== 'fetch');

function digestOf(change: Upload): string {
  return createHash('sha256')
    .update(JSON.stringify(change, (_key, value: unknown) => (value instanceof Uint8Array ? hashOf(value) : value)))
    .digest('base64url')
    .slice(0, 16);
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

const notFound = ({ kind, serverId }: Extract<Upload, { serverId: string }>): SyncItemResponse => ({
  kind,
  serverId,
  status: syncStatus.notFound,
});

type Change = Extract<SyncClientChange, { kind: 'change' }>;
/** A message of a batch, by the change that asked for it. */
type Item = { readonly uid: number; readonly digest: string };
/** `isUndated`: it brings a flag that has no dates or reminder, or clears it. */
type MarkedItem = Item & { readonly isUndated: boolean };
type Marking = Map<string, { readonly change: MarkChange; readonly items: MarkedItem[] }>;
type One = { readonly change: Change; readonly digest: string; readonly marking: Marking };

/** Notes a change of marks for the batch; a draft is written at once. */
async function changeOne(exchange: Exchange, job: UploadJob, { change, digest, marking }: One) {
  const { serverId } = change;
  const uid = uidOf(job.collectionId, serverId);
  const known = uid === null ? undefined : job.before.get(uid);
  if (uid === null || known === undefined) return notFound(change);
  if (!job.current.has(uid)) return notFound(change); // it was deleted on the server, and that goes before a change
  const version = exchange.request.line.protocolVersion;
  const current = job.current.get(uid) ?? known;
  const wanted = changeOfProperties(change.properties, fromMark(current));
  if (job.drafts && (change.isSend || !areOnlyMarks(change.properties))) {
    return changeDraft(exchange, job.drafts, { change, uid });
  }
  // What was received is not rewritten.
  if (!wanted) return { kind: 'change', serverId, status: syncStatus.itemNotConvertible } as const;
  job.before.set(uid, afterChange(known, wanted, version));
  if (!job.clientWins && isConflict(wanted, { known, current })) {
    return { kind: 'change', serverId, status: syncStatus.conflict } as const;
  }
  const flag = change.properties.find(({ namespace, name }) => namespace === 'Email' && name === 'Flag');
  const details = flag ? flagDetailsOf(flag) : null;
  if (details) await keepMailFlag(exchange.engine.db, placeOf(exchange, job), { uid, validity: job.validity, details });
  const item = { uid, digest, isUndated: flag !== undefined && !details };
  const key = JSON.stringify(wanted);
  const batch = marking.get(key);
  if (batch) batch.items.push(item);
  else marking.set(key, { change: wanted, items: [item] });
  return null;
}

const placeOf = ({ account }: Exchange, { collectionId }: UploadJob): FlagPlace => ({
  mailbox: account.mailbox,
  folderId: collectionId,
});

function afterChange(mark: string, change: MarkChange, version: Parameters<typeof toMark>[1]): string {
  const marks = fromMark(mark);
  const removed = new Set(change.removeKeywords);
  const keywords = [
    ...new Set([...marks.keywords.filter((each) => !removed.has(each)), ...(change.addKeywords ?? [])]),
  ];
  const { isRead = marks.isRead, isFlagged = marks.isFlagged, isAnswered = marks.isAnswered } = change;
  return toMark({ ...marks, isRead, isFlagged, isAnswered, keywords: keywords.sort() }, version);
}

/** Only if the very mark was changed on the server too, and to something else. */
function isConflict(change: MarkChange, { known, current }: { known: string; current: string }): boolean {
  const [base, there] = [fromMark(known), fromMark(current)];
  return (['isRead', 'isFlagged'] as const).some(
    (name) => change[name] !== undefined && base[name] !== there[name] && there[name] !== change[name],
  );
}

/**
 * Sets marks, and then forgets the dates of flags that have none any more.
 *
 * @returns what is to be said of those that the mail store refuses
 */
async function mark(
  exchange: Exchange,
  job: UploadJob,
  { change, items }: { change: MarkChange; items: readonly MarkedItem[] },
): Promise<Outcome> {
  const { engine, account, request } = exchange;
  const { collectionId: folderId } = job;
  const uids = items.map(({ uid }) => uid);
  try {
    await engine.backend.mark({ account, folderId, uids, change }, request.signal);
    const undated = items.filter(({ isUndated }) => isUndated).map(({ uid }) => uid);
    await dropMailFlags(engine.db, placeOf(exchange, job), undated);
    return {};
  } catch (error) {
    return refusedOf(items, { kind: 'change', folderId, status: statusOfRefusal(error) });
  }
}

/**
 * Puts messages into Deleted Items, unless they are there already. One that the mail store does not let go of is given back.
 *
 * @see [MS-ASCMD] 2.2.3.43 DeletesAsMoves
 */
async function remove(exchange: Exchange, job: UploadJob, items: readonly Item[]): Promise<Outcome> {
  if (items.length === 0) return {};
  const { engine, account, request } = exchange;
  const { collectionId: folderId } = job;
  const uids = items.map(({ uid }) => uid);
  const targetId = job.deletesAsMoves ? await findFolderOfKind(exchange, 'trash') : null;
  for (const uid of uids) job.before.delete(uid);
  try {
    if (targetId === null || targetId === folderId)
      await engine.backend.remove({ account, folderId, uids }, request.signal);
    else await engine.backend.move({ account, folderId, uids, targetId }, request.signal);
    await dropMailFlags(engine.db, placeOf(exchange, job), uids);
    return {};
  } catch (error) {
    return refusedOf(items, { kind: 'delete', folderId, status: statusOfRefusal(error) });
  }
}

function refusedOf(
  items: readonly Item[],
  { kind, folderId, status }: { kind: 'change' | 'delete'; folderId: string; status: number },
): Outcome {
  return Object.fromEntries(
    items.map(({ uid, digest }) => [digest, { kind, serverId: serverIdOf(folderId, uid), status }] as const),
  );
}
