/**
 * Code page 6: GetItemEstimate.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 * Legacy tokens belong to older protocol versions or other implementations: they are read, never written.
 *
 * @see [MS-ASWBXML] 2.1.2.1.7 Code Page 6: GetItemEstimate
 */
export const getItemEstimatePage = {
  page: 6,
  tags: {
    GetItemEstimate: 0x05,
    Collections: 0x07,
    Collection: 0x08,
    Class: 0x09,
    CollectionId: 0x0a,
    Estimate: 0x0c,
    Response: 0x0d,
    Status: 0x0e,
  },
  legacyTags: {
    Version: 0x06,
    DateTime: 0x0b,
  },
} as const;
