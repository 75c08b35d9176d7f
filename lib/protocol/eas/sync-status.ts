/** [MS-ASCMD] 2.2.3.177.17 Status (Sync), for the whole answer, a collection or an item. */
export const syncStatus = {
  success: 1,
  invalidSyncKey: 3,
  protocolError: 4,
  serverError: 5,
  itemNotConvertible: 6,
  conflict: 7,
  notFound: 8,
  cannotComplete: 9,
  folderHierarchyChanged: 12,
  requestIncomplete: 13,
  intervalOutOfRange: 14,
  tooManyCollections: 15,
  retry: 16,
} as const;
