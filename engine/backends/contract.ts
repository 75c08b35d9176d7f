// What the engine needs of a mail store, and nothing more. Every back end is held to `contract-suite.ts`.
//
// - Passwords live in `Account` and in nothing that outlives it: no back end writes one to disk or to a log.
// - A method that cannot reach the store throws `BackendUnavailable`; it never answers with less than there is.
// - Ids are opaque to the engine, at most 40 characters of [A-Za-z0-9._-], and the same after a restart.

import type { AutoReply } from './auto-reply';

/** What a phone presented, taken apart: `user`, `user@domain` or `DOMAIN\user`. */
export type Credentials = {
  /** The name without a `DOMAIN\` prefix, as typed otherwise. */
  readonly username: string;
  readonly password: string;
  /** Where the phone calls from, so that the mail server can log and throttle it and not the engine. Null: unknown. */
  readonly clientAddress?: string | null;
};

/** A mailbox whose owner has signed in. Kept in memory while a request or a held ping needs it. */
export type Account = {
  /** Canonical name, lower case, usually the mail address: the same for every form of the user name. */
  readonly mailbox: string;
  /** Where its owner sends from. */
  readonly address: string;
  readonly displayName: string | null;
  readonly credentials: Credentials;
};

export type FolderKind =
  | 'inbox'
  | 'drafts'
  | 'sent'
  | 'trash'
  | 'outbox'
  | 'junk'
  | 'archive'
  | 'mail'
  | 'calendar'
  | 'contacts'
  | 'tasks';

export type Folder = {
  readonly id: string;
  /** Null: top level. */
  readonly parentId: string | null;
  readonly name: string;
  /** At most one folder of each kind but `mail`. */
  readonly kind: FolderKind;
};

/** The marks of a message that any mail program may change. */
export type MessageMarks = {
  /** \Seen */
  readonly isRead: boolean;
  /** \Flagged */
  readonly isFlagged: boolean;
  /** \Answered */
  readonly isAnswered: boolean;
  /** \Draft */
  readonly isDraft: boolean;
  /** $Forwarded and the like: IMAP keywords as the server spells them, sorted. */
  readonly keywords: readonly string[];
};

/** What is needed of a message to see whether it changed. */
export type MessageState = MessageMarks & { readonly uid: number };

export type FolderListing = {
  /** Changes when the uids were given out anew: whoever kept uids of another validity starts over. */
  readonly validity: string;
  /**
   * Changes whenever anything in the folder did. Read before the messages, so that it is never newer than they are.
   * Begins with the validity and a dot.
   */
  readonly token: string;
  readonly messages: readonly MessageState[];
};

export type Address = { readonly name: string; readonly address: string };

/** One node of a message's MIME structure (RFC 3501 BODYSTRUCTURE). */
export type MessagePart = {
  /** IMAP section number, e.g. `1.2`; the only part of a message that is not multipart is `1`. Empty: the whole message. */
  readonly path: string;
  /** Media type in lower case, without parameters. */
  readonly type: string;
  /** Parameters of Content-Type, names in lower case, values decoded (RFC 2231). */
  readonly parameters: Readonly<Record<string, string>>;
  /** Lower case, e.g. `base64`. */
  readonly encoding: string;
  /** Octets as stored, that is encoded. */
  readonly sizeBytes: number;
  readonly disposition: 'attachment' | 'inline' | null;
  /** Decoded; of Content-Disposition, else of Content-Type. */
  readonly fileName: string | null;
  /** Without angle brackets. */
  readonly contentId: string | null;
  /** Of `multipart/*`, and of the message inside a `message/rfc822` (its own structure, one entry). */
  readonly parts: readonly MessagePart[];
};

/** Header fields beside those of the envelope that the engine needs; lists of a back end hold just these. */
export const extraHeaders = [
  'references',
  'thread-index',
  'thread-topic',
  'importance',
  'priority',
  'x-priority',
  'content-class',
  'sender',
  'auto-submitted',
  'x-message-flag',
] as const;
export type ExtraHeader = (typeof extraHeaders)[number];

/** A message without its contents: envelope, marks and structure. */
export type MessageHead = MessageState & {
  /** INTERNALDATE. */
  readonly receivedAt: Date;
  /** Date header. */
  readonly sentAt: Date | null;
  /** Octets of the whole message. */
  readonly sizeBytes: number;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly replyTo: readonly Address[];
  /** Decoded (RFC 2047). */
  readonly subject: string;
  /** With its angle brackets. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** Unfolded, not decoded; absent if the message has none. */
  readonly headers: Readonly<Partial<Record<ExtraHeader, string>>>;
  readonly structure: MessagePart;
};

export type ListOptions = {
  /** Leaves out what was received before. */
  readonly since?: Date;
};

/** The text of one part, wanted up to a number of octets of UTF-8. */
export type TextWish = { readonly uid: number; readonly part: MessagePart; readonly limitBytes: number };

/** A text part without transfer encoding and charset. Cut between characters. */
export type MessageText = { readonly content: string; readonly isTruncated: boolean };

/** Octets of a message or a part. `totalBytes` may be an estimate unless everything was asked for. */
export type Octets = { readonly content: Buffer; readonly isTruncated: boolean };

export type NewMessage = {
  readonly raw: Buffer;
  readonly marks: Partial<Omit<MessageMarks, 'keywords'>> & { readonly keywords?: readonly string[] };
  readonly receivedAt: Date;
};

export type MarkChange = {
  readonly isRead?: boolean;
  readonly isFlagged?: boolean;
  readonly isAnswered?: boolean;
  readonly addKeywords?: readonly string[];
  readonly removeKeywords?: readonly string[];
};

/** What a person searches for; all of it must hold. */
export type MailSearch = {
  /** Words that must each occur somewhere in the message; the back end decides how it looks for them. */
  readonly words: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly receivedAfter?: Date;
  readonly receivedBefore?: Date;
  readonly isUnread?: boolean;
  readonly hasAttachment?: boolean;
};

export type FoundMessage = { readonly folderId: string; readonly uid: number; readonly receivedAt: Date };

/** A message on its way out. */
export type OutgoingMessage = {
  readonly raw: Buffer;
  readonly sender: string;
  readonly recipients: readonly string[];
};

export type FolderChange = {
  readonly folderId: string;
  /** True only if a message came in that was not there before, not if one was read or removed. */
  readonly hasArrivals: boolean;
};

export type WatchHandlers = {
  /** Something in these folders changed. May be called too often, never too seldom. */
  readonly onChange: (changes: readonly FolderChange[]) => void;
  /** The watch ended for good, e.g. since the password changed. Not called after the signal was aborted. */
  readonly onEnd: () => void;
};

export interface MailBackend {
  /** Asks the mail store. Null: the password is not right, or there is no such mailbox. @throws BackendUnavailable */
  authenticate(credentials: Credentials, signal: AbortSignal): Promise<Account | null>;

  /** All folders, parents before children. @throws BackendUnavailable */
  listFolders(account: Account, signal: AbortSignal): Promise<readonly Folder[]>;

  /**
   * Every message of a folder, in no particular order.
   *
   * @returns null if there is no such folder
   * @throws BackendUnavailable
   */
  listMessages(query: FolderQuery<ListOptions>, signal: AbortSignal): Promise<FolderListing | null>;

  /** Heads of the messages of these uids that still exist, in no particular order. @throws BackendUnavailable */
  fetchHeads(query: FolderQuery<{ uids: readonly number[] }>, signal: AbortSignal): Promise<MessageHead[]>;

  /**
   * Texts of many messages in few round trips.
   *
   * @returns by `textKey`; what is gone is absent
   * @throws BackendUnavailable
   */
  fetchTexts(
    query: FolderQuery<{ wishes: readonly TextWish[] }>,
    signal: AbortSignal,
  ): Promise<Map<string, MessageText>>;

  /**
   * The decoded octets of one part, or with path '' the whole message as it is stored.
   *
   * @returns null if it is gone; truncated at `limitBytes`
   * @throws BackendUnavailable
   */
  fetchPart(
    query: FolderQuery<{ uid: number; path: string; limitBytes: number }>,
    signal: AbortSignal,
  ): Promise<Octets | null>;

  /**
   * Stores a message.
   *
   * @returns its uid
   * @throws FolderProblem `missing`, `quota`; BackendUnavailable
   */
  append(query: FolderQuery<NewMessage>, signal: AbortSignal): Promise<number>;

  /** Sets and takes away marks of the messages that still exist. @throws FolderProblem `missing`; BackendUnavailable */
  mark(query: FolderQuery<{ uids: readonly number[]; change: MarkChange }>, signal: AbortSignal): Promise<void>;

  /**
   * Moves messages.
   *
   * @returns uid there by uid here; absent: it is gone
   * @throws FolderProblem `missing` (the source), `target_missing`, `quota`; BackendUnavailable
   */
  move(
    query: FolderQuery<{ uids: readonly number[]; targetId: string }>,
    signal: AbortSignal,
  ): Promise<Map<number, number>>;

  /** Removes messages for good; those that are gone already do not matter. @throws FolderProblem; BackendUnavailable */
  remove(query: FolderQuery<{ uids: readonly number[] | 'all' }>, signal: AbortSignal): Promise<void>;

  /** @throws FolderProblem `exists`, `target_missing` (the parent), `refused`; BackendUnavailable */
  createFolder(
    account: Account,
    folder: { name: string; parentId: string | null },
    signal: AbortSignal,
  ): Promise<Folder>;

  /**
   * Renames or moves a folder. It keeps its id, and so do those inside it.
   *
   * @throws FolderProblem `missing`, `exists`, `target_missing`, `refused` (a special folder); BackendUnavailable
   */
  changeFolder(query: FolderQuery<{ name: string; parentId: string | null }>, signal: AbortSignal): Promise<void>;

  /** With everything in it. @throws FolderProblem `missing`, `refused` (a special folder); BackendUnavailable */
  deleteFolder(query: FolderQuery<unknown>, signal: AbortSignal): Promise<void>;

  /**
   * Searches folders, all of them if none is named.
   *
   * @returns the newest first, at most `limit`
   * @throws BackendUnavailable
   */
  search(
    query: { account: Account; folderIds: readonly string[] | null; search: MailSearch; limit: number },
    signal: AbortSignal,
  ): Promise<FoundMessage[]>;

  /**
   * Hands a message to the mail system.
   *
   * @returns once the mail system has taken it
   * @throws SendRefused; BackendUnavailable
   */
  send(account: Account, message: OutgoingMessage, signal: AbortSignal): Promise<void>;

  /** Null: the mail system has none to set. Told also while it is off. @throws BackendUnavailable */
  findAutoReply(account: Account, signal: AbortSignal): Promise<AutoReply | null>;

  /** Keeps an automatic reply, and switches it on or off. @throws AutoReplyRefused; BackendUnavailable */
  setAutoReply(account: Account, reply: AutoReply, signal: AbortSignal): Promise<void>;

  /** The current token of each folder that exists; much cheaper than a listing. @throws BackendUnavailable */
  folderTokens(account: Account, folderIds: readonly string[], signal: AbortSignal): Promise<Map<string, string>>;

  /**
   * Reports changes until the signal is aborted. `folderIds` says which folders anybody is interested in just now; the
   * Inbox is reported at once, others may take longer.
   *
   * @returns once changes are seen: whatever happens afterwards is reported
   * @throws BackendUnavailable
   */
  watch(
    account: Account,
    watched: () => ReadonlySet<string>,
    options: WatchHandlers & { signal: AbortSignal },
  ): Promise<void>;

  /** Ends every connection. */
  close(): Promise<void>;
}

export type FolderQuery<Options> = { readonly account: Account; readonly folderId: string } & Options;

/** The mail store cannot be reached or does not answer properly: the phone is told to try later. */
export class BackendUnavailable extends Error {
  override readonly name = 'BackendUnavailable';
}

/** Where a text stands in the answer of `fetchTexts`. */
export const textKey = (uid: number, path: string): string => `${uid}/${path}`;

export type FolderProblemCode = 'missing' | 'exists' | 'target_missing' | 'refused' | 'quota';

/** The mail store answers, and cannot do this. */
export class FolderProblem extends Error {
  override readonly name = 'FolderProblem';

  constructor(
    readonly code: FolderProblemCode,
    options?: ErrorOptions,
  ) {
    super(`The mail store refuses: ${code}`, options);
  }
}

/** The mail system does not take this message, and trying again will not help. */
export class SendRefused extends Error {
  override readonly name = 'SendRefused';

  constructor(
    readonly code: 'recipients' | 'size' | 'content' | 'sender' | 'quota',
    options?: ErrorOptions,
  ) {
    super(`The mail system refuses the message: ${code}`, options);
  }
}

/** The validity of the uids that a folder's token tells. */
export const validityOfToken = (token: string): string => token.split('.', 1)[0] ?? '';
