// What the engine needs of a mail store, and nothing more. Every back end is held to `contract-suite.ts`.
//
// - Passwords live in `Account` and in nothing that outlives it: no back end writes one to disk or to a log.
// - A method that cannot reach the store throws `BackendUnavailable`; it never answers with less than there is.
// - Ids are opaque to the engine, at most 40 characters of [A-Za-z0-9._-], and the same after a restart.

/** What a phone presented, taken apart: `user`, `user@domain` or `DOMAIN\user`. */
export type Credentials = {
  /** The name without a `DOMAIN\` prefix, as typed otherwise. */
  readonly username: string;
  readonly password: string;
};

/** A mailbox whose owner has signed in. Kept in memory while a request or a held ping needs it. */
export type Account = {
  /** Canonical name, lower case, usually the mail address: the same for every form of the user name. */
  readonly mailbox: string;
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

/** What is needed of a message to see whether it changed. */
export type MessageState = { readonly uid: number; readonly isRead: boolean };

export type FolderListing = {
  /** Changes when the uids were given out anew: whoever kept uids of another validity starts over. */
  readonly validity: string;
  /** Changes whenever anything in the folder did. Read before the messages, so that it is never newer than they are. */
  readonly token: string;
  readonly messages: readonly MessageState[];
};

export type Address = { readonly name: string; readonly address: string };

export type Message = {
  readonly uid: number;
  readonly isRead: boolean;
  readonly receivedAt: Date;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly subject: string;
  readonly importance: 'low' | 'normal' | 'high';
  /** The part that is shown; text is preferred to HTML. Never longer than was asked for. */
  readonly body: {
    readonly format: 'text' | 'html';
    readonly content: string;
    /** Of the whole body; an estimate. */
    readonly sizeBytes: number;
    readonly isTruncated: boolean;
  };
};

export type ListOptions = {
  /** Leaves out what was received before. */
  readonly since?: Date;
};

export type FetchOptions = { readonly bodyLimitBytes: number };

export type WatchHandlers = {
  /** Something in these folders changed. May be called too often, never too seldom. */
  readonly onChange: (folderIds: readonly string[]) => void;
  /** The watch ended for good, e.g. since the password changed. Not called after the signal was aborted. */
  readonly onEnd: () => void;
};

export interface MailBackend {
  /**
   * Asks the mail store whether the password is right.
   *
   * @returns null if it is not, or if there is no such mailbox
   * @throws BackendUnavailable
   */
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

  /** The messages of these uids that still exist. @throws BackendUnavailable */
  fetchMessages(
    query: FolderQuery<FetchOptions & { uids: readonly number[] }>,
    signal: AbortSignal,
  ): Promise<Message[]>;

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
