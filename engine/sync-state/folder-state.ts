import { z } from 'zod';
import type { FolderListing, MessageState } from '@/engine/backends/contract';
import { messageUids, toMessageSet } from './message-set';

/** What a device has of one folder, as it is stored. */
export const FolderState = z.object({
  /** Of the uids; empty before the first listing. */
  validity: z.string(),
  /** Of the folder when the device had everything; empty: it has not got everything yet. */
  token: z.string(),
  read: z.string(),
  unread: z.string(),
});
export type FolderState = z.infer<typeof FolderState>;

/** Nothing yet: the state that the first key stands for. */
export const emptyFolderState: FolderState = Object.freeze({ validity: '', token: '', read: '', unread: '' });

/** Read mark by uid. */
export type Marks = Map<number, boolean>;

export type FolderChanges = {
  /** Newest first: that is what people look for. */
  readonly added: readonly number[];
  readonly removed: readonly number[];
  readonly marked: readonly MessageState[];
};

export function marksOf({ read, unread }: FolderState): Marks {
  const marks: Marks = new Map();
  for (const uid of messageUids(read)) marks.set(uid, true);
  for (const uid of messageUids(unread)) marks.set(uid, false);
  return marks;
}

export function marksOfListing({ messages }: FolderListing): Marks {
  return new Map(messages.map(({ uid, isRead }) => [uid, isRead]));
}

export function toFolderState(marks: Marks, { validity, token }: Pick<FolderState, 'validity' | 'token'>): FolderState {
  const withMark = (mark: boolean) =>
    toMessageSet([...marks].filter(([, isRead]) => isRead === mark).map(([uid]) => uid));
  return { validity, token, read: withMark(true), unread: withMark(false) };
}

/** The way from one state to another. */
export function folderChanges(before: Marks, after: Marks): FolderChanges {
  const added: number[] = [];
  const marked: MessageState[] = [];
  for (const [uid, isRead] of after) {
    const known = before.get(uid);
    if (known === undefined) added.push(uid);
    else if (known !== isRead) marked.push({ uid, isRead });
  }
  const removed = [...before.keys()].filter((uid) => !after.has(uid));
  return { added: added.sort((a, b) => b - a), removed, marked };
}
