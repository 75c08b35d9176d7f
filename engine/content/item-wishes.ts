import type { BodyPreference } from '@/lib/protocol/eas/sync-options';

/** In what form a client wants the bodies of mails: from the Options of Sync, ItemOperations or Search. */
export type ItemWishes = {
  readonly bodyPreferences: readonly BodyPreference[];
  /** From 14.1 on. */
  readonly bodyPartPreferences: readonly BodyPreference[];
  /** 0, the default: never MIME. 1: of signed and encrypted mail. 2: of all. */
  readonly mimeSupport?: 0 | 1 | 2;
  /** 0 to 8; holds where the preference for MIME names no size. */
  readonly mimeTruncation?: number;
};

/** What the effective policy of a device says about mail. Null: no limit. */
export type MailRules = {
  readonly allowHtml: boolean;
  readonly allowAttachments: boolean;
  readonly maxAttachmentBytes: number | null;
  readonly maxTextBodyBytes: number | null;
  readonly maxHtmlBodyBytes: number | null;
};

export const noRules: MailRules = {
  allowHtml: true,
  allowAttachments: true,
  maxAttachmentBytes: null,
  maxTextBodyBytes: null,
  maxHtmlBodyBytes: null,
};
