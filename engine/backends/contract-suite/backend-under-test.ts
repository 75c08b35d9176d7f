import type { MailBackend } from '@/engine/backends/contract';

/** A back end under test, with a hand on its mail store that is not the back end itself. */
export type BackendUnderTest = {
  readonly backend: MailBackend;
  /** Forms of the user name that lead to one mailbox. */
  readonly usernames: readonly string[];
  readonly password: string;
  readonly mailbox: string;
  /** Puts a message into the Inbox. */
  deliver(raw: Buffer): Promise<void>;
  setRead(uid: number, isRead: boolean): Promise<void>;
  remove(uid: number): Promise<void>;
  /** What the mail system was handed last, after `raw` was sent to `recipient`. */
  sent(raw: Buffer): Promise<Buffer | null>;
  readonly recipient: string;
  /** One that the mail system does not take. */
  readonly refusedRecipient: string;
  readonly hasAutoReplies: boolean;
};
