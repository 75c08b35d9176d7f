/** Some collections of one device. */
export type AskedCollections = { readonly deviceId: string; readonly collectionIds: readonly string[] };

/** What to select from: `c`, each collection that was asked for and is there, and `asked.place`, that of its question. */
export const askedCollectionRows = `unnest($1::int[], $2::uuid[], $3::text[]) AS asked (place, device_id, collection_id)
      JOIN collection_state c ON c.device_id = asked.device_id AND c.collection_id = asked.collection_id`;

/** The values of a statement that selects from `askedCollectionRows`. */
export function askedCollectionValues(questions: readonly AskedCollections[]): unknown[] {
  const pairs = questions.flatMap(({ deviceId, collectionIds }, place) =>
    collectionIds.map((collectionId) => ({ place, deviceId, collectionId })),
  );
  return [
    pairs.map(({ place }) => place),
    pairs.map(({ deviceId }) => deviceId),
    pairs.map(({ collectionId }) => collectionId),
  ];
}
