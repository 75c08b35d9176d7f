import type { z } from 'zod';
import { type Database, isUniqueViolation } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import type { Collection } from './generations';
import { findStoredCollections, type StoredCollections } from './stored-collections';

export type CollectionName = { readonly deviceId: string; readonly collectionId: string };

/** The folder hierarchy is a collection like the others, with the empty id. */
export const HIERARCHY = '';

/** The collection as stored; null if the device never synchronised it. */
export async function findCollection<State>(
  db: Database,
  name: CollectionName,
  schema: z.ZodType<State>,
): Promise<Collection<State> | null> {
  const stored = await findStoredCollections(db, name.deviceId, [name.collectionId]);
  return collectionIn(stored, name.collectionId, schema);
}

/** One of the collections that were read together; null if the device never synchronised it. */
export function collectionIn<State>(
  stored: StoredCollections,
  collectionId: string,
  schema: z.ZodType<State>,
): Collection<State> | null {
  const row = stored.get(collectionId);
  if (!row) return null;
  return {
    syncKey: row.syncKey,
    state: schema.safeParse(row.state).data ?? null,
    previous: schema.safeParse(row.previousState).data ?? null,
    options: row.options,
    outcome: row.outcome,
    repeats: row.repeats,
  };
}

export type NextGeneration = {
  /** Key of the generation that this one was made from; null if there was none. */
  readonly from: number | null;
  readonly state: Prisma.InputJsonObject;
  /** State of the generation before; null if a repeated request must not go back to it. */
  readonly previous: Prisma.InputJsonObject | null;
  /** What the client's changes came to in the request that this generation answers. */
  readonly outcome?: Prisma.InputJsonObject | null;
  /** Left out: as they were. */
  readonly options?: Prisma.InputJsonValue;
};

/**
 * Stores a new generation.
 *
 * @returns its key; null if another request was quicker, or the device is gone
 */
export async function storeGeneration(
  db: Database,
  name: CollectionName,
  next: NextGeneration,
): Promise<number | null> {
  const { from, state, previous, outcome, options } = next;
  const data = {
    state,
    previousState: previous ?? Prisma.DbNull,
    outcome: outcome ?? Prisma.DbNull,
    repeats: 0,
    ...(options !== undefined && { options }),
  };
  if (from !== null) {
    const syncKey = from + 1;
    const { count } = await db.collectionState.updateMany({
      where: { ...name, syncKey: from },
      data: { ...data, syncKey },
    });
    return count === 1 ? syncKey : null;
  }
  const { count } = await createOnce(db, { ...name, ...data, syncKey: 1 });
  return count === 1 ? 1 : null;
}

/** Changes a generation that goes on to stand for the same items, e.g. the folder's token. */
export async function amendGeneration(
  db: Database,
  name: CollectionName,
  amended: {
    readonly syncKey: number;
    readonly state?: Prisma.InputJsonObject;
    readonly outcome?: Prisma.InputJsonObject;
    readonly options?: Prisma.InputJsonValue;
    readonly repeats?: number;
  },
): Promise<void> {
  const { syncKey, ...data } = amended;
  await db.collectionState.updateMany({ where: { ...name, syncKey }, data });
}

async function createOnce(db: Database, data: Prisma.CollectionStateCreateManyInput): Promise<{ count: number }> {
  try {
    return await db.collectionState.createMany({ data: [data], skipDuplicates: true });
  } catch (error) {
    if (isUniqueViolation(error) || isMissingDevice(error)) return { count: 0 };
    throw error;
  }
}

const FOREIGN_KEY_VIOLATION = 'P2003';

function isMissingDevice(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === FOREIGN_KEY_VIOLATION;
}
