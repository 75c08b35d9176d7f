/**
 * The global tokens that ActiveSync uses, and where tags begin.
 *
 * @see [MS-ASWBXML] 2.1.2.1 Code Pages, WAP-192-WBXML 7.1 Global Tokens
 */
export const token = {
  SWITCH_PAGE: 0x00,
  END: 0x01,
  STR_I: 0x03,
  OPAQUE: 0xc3,
  FIRST_TAG: 0x05,
} as const;

/** Set on a tag that has content and so an END. */
export const CONTENT_BIT = 0x40;

/** Set on a tag with attributes; ActiveSync has none. */
export const ATTRIBUTE_BIT = 0x80;

/** WBXML 1.3, unknown public identifier, UTF-8, no string table. */
export const HEADER = [0x03, 0x01, 0x6a, 0x00] as const;
