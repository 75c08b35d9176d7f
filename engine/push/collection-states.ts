import { SharedStatement } from '@/lib/db/shared-statement';

type CollectionsQuestion = { readonly deviceId: string; readonly collectionIds: readonly string[] };

export type StoredCollection = {
  readonly place: number;
  readonly collectionId: string;
  /** To be validated by whoever knows what it is. */
  readonly state: unknown;
};

/** The states of these collections of a device, as far as there are any. Every Ping asks this. */
export const collectionStates = new SharedStatement<CollectionsQuestion, StoredCollection>({
  name: 'collection-states',
  text: `
    SELECT asked.place, c.collection_id AS "collectionId", c.state
    FROM unnest($1::int[], $2::uuid[], $3::text[]) AS asked (place, device_id, collection_id)
      JOIN collection_state c ON c.device_id = asked.device_id AND c.collection_id = asked.collection_id`,
  values: (questions) => {
    const pairs = questions.flatMap(({ deviceId, collectionIds }, place) =>
      collectionIds.map((collectionId) => ({ place, deviceId, collectionId })),
    );
    return [
      pairs.map(({ place }) => place),
      pairs.map(({ deviceId }) => deviceId),
      pairs.map(({ collectionId }) => collectionId),
    ];
  },
});
