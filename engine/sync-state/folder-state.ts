import { z } from 'zod';
import type { FolderListing } from '@/engine/backends/contract';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { type Mark, toMark } from './message-marks';
import { messageUids, toMessageSet } from './message-set';

/** Between the token of the folder and the day on which the window of time begins, where there is one. */
export const WINDOW_MARK = '@';

/** What a device has of one folder, as it is stored. */
export const FolderState = z.object({
  /** Of the uids; empty before the first listing. */
  validity: z.string(),
  /** Of the folder when the device had everything; empty: it has not got everything yet. */
  token: z.string(),
  /** Which messages it has, by the mark that it has of them. */
  marks: z.record(z.string(), z.string()),
});
export type FolderState = z.infer<typeof FolderState>;

/** Nothing yet: the state that the first key stands for. */
export const emptyFolderState: FolderState = Object.freeze({ validity: '', token: '', marks: {} });

/** Marks by uid. */
export type Marks = Map<number, Mark>;

export type FolderChanges = {
  /** Newest first: that is what people look for. */
  readonly added: readonly number[];
  readonly removed: readonly number[];
  readonly marked: readonly { readonly uid: number; readonly mark: Mark }[];
};

export function marksOf(state: FolderState): Marks {
  const marks: Marks = new Map();
  for (const [mark, set] of Object.entries(state.marks)) {
    for (const uid of messageUids(set)) marks.set(uid, mark);
  }
  return marks;
}

export function marksOfListing({ messages }: FolderListing, version: ProtocolVersion): Marks {
  return new Map(messages.map((message) => [message.uid, toMark(message, version)]));
}

export function toFolderState(marks: Marks, { validity, token }: Pick<FolderState, 'validity' | 'token'>): FolderState {
  const uidsOf = new Map<Mark, number[]>();
  for (const [uid, mark] of marks) {
    const uids = uidsOf.get(mark);
    if (uids) uids.push(uid);
    else uidsOf.set(mark, [uid]);
  }
  const entries = [...uidsOf].map(([mark, uids]): [Mark, string] => [mark, toMessageSet(uids)]);
  return { validity, token, marks: Object.fromEntries(entries) };
}

/** The way from one state to another. */
export function folderChanges(before: Marks, after: Marks): FolderChanges {
  const added: number[] = [];
  const marked: { uid: number; mark: Mark }[] = [];
  for (const [uid, mark] of after) {
    const known = before.get(uid);
    if (known === undefined) added.push(uid);
    else if (known !== mark) marked.push({ uid, mark });
  }
  const removed = [...before.keys()].filter((uid) => !after.has(uid));
  return { added: added.sort((a, b) => b - a), removed, marked };
}
