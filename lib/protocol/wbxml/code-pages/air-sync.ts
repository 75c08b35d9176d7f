/**
 * Code page 0: AirSync.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 * Former tokens are those of 2.5 alone. Legacy tokens belong to still older protocol versions or other implementations:
 * they are read, never written.
 *
 * @see [MS-ASWBXML] 2.1.2.1.1 Code Page 0: AirSync
 */
export const airSyncPage = {
  page: 0,
  tags: {
    Sync: 0x05,
    Responses: 0x06,
    Add: 0x07,
    Change: 0x08,
    Delete: 0x09,
    Fetch: 0x0a,
    SyncKey: 0x0b,
    ClientId: 0x0c,
    ServerId: 0x0d,
    Status: 0x0e,
    Collection: 0x0f,
    Class: 0x10,
    CollectionId: 0x12,
    GetChanges: 0x13,
    MoreAvailable: 0x14,
    WindowSize: 0x15,
    Commands: 0x16,
    Options: 0x17,
    FilterType: 0x18,
    Conflict: 0x1b,
    Collections: 0x1c,
    ApplicationData: 0x1d,
    DeletesAsMoves: 0x1e,
    Supported: 0x20,
    SoftDelete: 0x21,
    MIMESupport: 0x22,
    MIMETruncation: 0x23,
    Wait: 0x24,
    Limit: 0x25,
    Partial: 0x26,
    ConversationMode: 0x27,
    MaxItems: 0x28,
    HeartbeatInterval: 0x29,
  },
  formerTags: {
    Truncation: 0x19,
  },
  legacyTags: {
    Version: 0x11,
    RTFTruncation: 0x1a,
    NotifyGUID: 0x1f,
  },
} as const;
