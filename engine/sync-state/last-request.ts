import { z } from 'zod';
import type { Database } from '@/lib/db/client';
import type { RequestedCollection, SyncRequest } from '@/lib/protocol/eas/sync-request';

/** No folder id can be this, so it stands beside the collections. */
const LAST_REQUEST = '*last-request';

/** What an empty or partial Sync refers to. */
const LastRequest = z.object({
  collections: z.array(
    z.object({
      collectionId: z.string(),
      syncKey: z.string(),
      class: z.string().optional(),
      getChanges: z.boolean().optional(),
      windowSize: z.number().int().optional(),
    }),
  ),
  hold: z.object({ unit: z.enum(['minutes', 'seconds']), value: z.number().int() }).optional(),
  windowSize: z.number().int().optional(),
});
type LastRequest = z.infer<typeof LastRequest>;

/** Durable: the next request may reach another front end. */
export async function findLastRequest(db: Database, deviceId: string): Promise<SyncRequest | null> {
  const name = { deviceId, collectionId: LAST_REQUEST };
  const row = await db.collectionState.findUnique({ where: { deviceId_collectionId: name }, select: { state: true } });
  const last = LastRequest.safeParse(row?.state).data;
  if (!last) return null;
  return { ...last, collections: last.collections.map(asRequested), isPartial: false };
}

const asRequested = (collection: LastRequest['collections'][number]): RequestedCollection => ({
  ...collection,
  deletesAsMoves: true,
  changes: [],
});

/** Keeps the request for the next one to refer to; without the client's changes, which must not be made twice. */
export async function keepLastRequest(db: Database, deviceId: string, request: SyncRequest): Promise<void> {
  const { hold, windowSize } = request;
  const collections = request.collections.map(
    ({ collectionId, syncKey, class: name, getChanges, windowSize: size }) => ({
      collectionId,
      syncKey,
      class: name,
      getChanges,
      windowSize: size,
    }),
  );
  // JSON has no undefined: what is absent must be absent in the column as well.
  const state = JSON.parse(JSON.stringify({ collections, hold, windowSize })) as LastRequest; // made from it just above
  const name = { deviceId, collectionId: LAST_REQUEST };
  await db.$transaction(async (tx) => {
    const { count } = await tx.collectionState.updateMany({ where: name, data: { state } });
    if (count === 0)
      await tx.collectionState.createMany({ data: [{ ...name, syncKey: 0, state }], skipDuplicates: true });
  });
}

/** The request with what it leaves to the one before: collections that a partial request does not name. */
export function completed(request: SyncRequest, last: SyncRequest): SyncRequest {
  const named = new Set(request.collections.map(({ collectionId }) => collectionId));
  return {
    collections: [...request.collections, ...last.collections.filter(({ collectionId }) => !named.has(collectionId))],
    hold: request.hold ?? last.hold,
    windowSize: request.windowSize ?? last.windowSize,
    isPartial: false,
  };
}
