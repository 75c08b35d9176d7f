/**
 * Code page 19: DocumentLibrary.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 *
 * @see [MS-ASWBXML] 2.1.2.1.20 Code Page 19: DocumentLibrary
 */
export const documentLibraryPage = {
  page: 19,
  tags: {
    LinkId: 0x05,
    DisplayName: 0x06,
    IsFolder: 0x07,
    CreationDate: 0x08,
    LastModifiedDate: 0x09,
    IsHidden: 0x0a,
    ContentLength: 0x0b,
    ContentType: 0x0c,
  },
  legacyTags: {},
} as const;
