/**
 * Code page 13: Ping.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 * Legacy tokens belong to older protocol versions or other implementations: they are read, never written.
 *
 * @see [MS-ASWBXML] 2.1.2.1.14 Code Page 13: Ping
 */
export const pingPage = {
  page: 13,
  tags: {
    Ping: 0x05,
    Status: 0x07,
    HeartbeatInterval: 0x08,
    Folders: 0x09,
    Folder: 0x0a,
    Id: 0x0b,
    Class: 0x0c,
    MaxFolders: 0x0d,
  },
  legacyTags: {
    AutdState: 0x06,
    Version: 0x0e,
  },
} as const;
