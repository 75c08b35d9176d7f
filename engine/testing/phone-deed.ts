import type { SeededRandom } from '@/engine/testing/seeded-random';

/** Something that the owner of a phone does with mail. */
export type PhoneDeed =
  | {
      readonly kind: 'mark';
      readonly collectionId: string;
      readonly serverId: string;
      readonly isRead?: boolean;
      readonly isFlagged?: boolean;
    }
  | { readonly kind: 'delete'; readonly collectionId: string; readonly serverId: string }
  | { readonly kind: 'move'; readonly collectionId: string; readonly serverId: string; readonly targetId: string }
  | Letter<'send'>
  | (Letter<'reply'> & { readonly collectionId: string; readonly serverId: string })
  /** Drafts: from 16.0 on. */
  | Letter<'add-draft'>
  | { readonly kind: 'edit-draft'; readonly serverId: string; readonly subject: string }
  | { readonly kind: 'send-draft'; readonly serverId: string }
  | { readonly kind: 'create-folder'; readonly name: string }
  | { readonly kind: 'fetch-attachment'; readonly fileReference: string };

type Letter<Kind extends string> = {
  readonly kind: Kind;
  /** The phone's own name for it, by which it is sent or stored once only. */
  readonly clientId: string;
  readonly to: string;
  readonly subject: string;
};

/** How much its owner does with a phone. */
export interface DeedHabits {
  /** From one deed to the next, on average. */
  readonly everyMs: number;
  /** Whom they write to. */
  readonly correspondents: readonly string[];
  readonly random: SeededRandom;
  /** Folders of their own that they make at most. */
  readonly mostFolders: number;
}
