import type { Database } from '@/lib/db/client';
import { SharedStatement } from '@/lib/db/shared-statement';
import { type AskedCollections, askedCollectionRows, askedCollectionValues } from './asked-collections';

/** A collection as it is stored; its columns are to be validated by whoever knows what they are. */
export type StoredCollection = {
  readonly place: number;
  readonly collectionId: string;
  readonly syncKey: number;
  readonly state: unknown;
  readonly previousState: unknown;
  readonly options: unknown;
  readonly outcome: unknown;
  readonly repeats: number;
};

const statement = new SharedStatement<AskedCollections, StoredCollection>({
  name: 'stored-collections',
  text: `
    SELECT asked.place, c.collection_id AS "collectionId", c.sync_key AS "syncKey", c.state,
      c.previous_state AS "previousState", c.options, c.outcome, c.repeats
    FROM ${askedCollectionRows}`,
  values: askedCollectionValues,
});

/** What is stored of a device, by id of the collection; those that it never synchronised are absent. */
export type StoredCollections = ReadonlyMap<string, StoredCollection>;

/** All of these collections of a device, as they stood at one moment. Every FolderSync and Sync asks this. */
export async function findStoredCollections(
  db: Database,
  deviceId: string,
  collectionIds: readonly string[],
): Promise<StoredCollections> {
  const rows = await statement.ask(db, { deviceId, collectionIds: [...new Set(collectionIds)] });
  return new Map(rows.map((row) => [row.collectionId, row]));
}
