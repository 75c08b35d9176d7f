import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Database } from '@/lib/db/client';
import type { RequestedCollection, SyncRequest } from '@/lib/protocol/eas/sync-request';
import type { StoredCollections } from './stored-collections';

/** No folder id can be this, so it stands beside the collections. */
export const LAST_REQUEST = '*last-request';

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

/** Among what is stored of the device. Durable: the next request may reach another front end. */
export function lastRequestIn(stored: StoredCollections): SyncRequest | null {
  const last = LastRequest.safeParse(stored.get(LAST_REQUEST)?.state).data;
  if (!last) return null;
  return { ...last, collections: last.collections.map(asRequested), isPartial: false };
}

const asRequested = (collection: LastRequest['collections'][number]): RequestedCollection => ({
  ...collection,
  deletesAsMoves: true,
  changes: [],
});

/**
 * Keeps the request for the next one to refer to; without the client's changes, which must not be made twice. Nothing is
 * written if it is the one that is `stored`, as it is while nothing happens.
 */
export async function keepLastRequest(
  db: Database,
  deviceId: string,
  { request, stored }: { request: SyncRequest; stored: StoredCollections },
): Promise<void> {
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
  if (isDeepStrictEqual(stored.get(LAST_REQUEST)?.state, state)) return;
  await db.$executeRaw`
    INSERT INTO collection_state (device_id, collection_id, sync_key, state, updated_at)
    VALUES (${deviceId}::uuid, ${LAST_REQUEST}, 0, ${JSON.stringify(state)}::jsonb, now())
    ON CONFLICT (device_id, collection_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`;
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
