import type { FolderKind } from './contract';

/** A folder as the mail store shows it. */
export type FoundFolder = {
  readonly path: string;
  /** What stands between the names of a path; empty if the store knows no folders inside folders. */
  readonly delimiter: string;
  readonly kind: FolderKind;
};

/** What is known of a folder beyond its path. */
export type RegisteredFolder = {
  readonly id: string;
  /** As an administrator has it; null: as the mail store does. */
  readonly chosenKind: FolderKind | null;
};

/**
 * Remembers which id a folder has, for mail stores that know folders by their path only. The same for every front end.
 */
export interface FolderRegistry {
  /**
   * Brings the registry up to date with the folders that there are.
   *
   * @returns by path, for all of them
   */
  reconcile(mailbox: string, found: readonly FoundFolder[]): Promise<ReadonlyMap<string, RegisteredFolder>>;

  /** A folder has another path now, and so have those inside it; they keep their ids. */
  rename(mailbox: string, change: { from: string; to: string; delimiter: string }): Promise<void>;

  /** Changes whenever an id of this mailbox came to stand for another path, or a kind was chosen. */
  version(mailbox: string): Promise<string>;
}
