/**
 * Code page 5: Move.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 *
 * @see [MS-ASWBXML] 2.1.2.1.6 Code Page 5: Move
 */
export const movePage = {
  page: 5,
  tags: {
    MoveItems: 0x05,
    Move: 0x06,
    SrcMsgId: 0x07,
    SrcFldId: 0x08,
    DstFldId: 0x09,
    Response: 0x0a,
    Status: 0x0b,
    DstMsgId: 0x0c,
  },
  legacyTags: {},
} as const;
