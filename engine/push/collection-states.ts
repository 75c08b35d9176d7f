import {
  type AskedCollections,
  askedCollectionRows,
  askedCollectionValues,
} from '@/engine/sync-state/asked-collections';
import { SharedStatement } from '@/lib/db/shared-statement';

export type StoredCollection = {
  readonly place: number;
  readonly collectionId: string;
  /** To be validated by whoever knows what it is. */
  readonly state: unknown;
};

/** The states of these collections of a device, as far as there are any. Every Ping asks this. */
export const collectionStates = new SharedStatement<AskedCollections, StoredCollection>({
  name: 'collection-states',
  text: `
    SELECT asked.place, c.collection_id AS "collectionId", c.state
    FROM ${askedCollectionRows}`,
  values: askedCollectionValues,
});
