/**
 * Code page 23: Notes.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 *
 * @see [MS-ASWBXML] 2.1.2.1.24 Code Page 23: Notes
 */
export const notesPage = {
  page: 23,
  tags: {
    Subject: 0x05,
    MessageClass: 0x06,
    LastModifiedDate: 0x07,
    Categories: 0x08,
    Category: 0x09,
  },
  legacyTags: {},
} as const;
