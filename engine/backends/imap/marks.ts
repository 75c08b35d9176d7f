import type { MessageMarks, NewMessage } from '@/engine/backends/contract';

/** Marks by the flags of a message. */
export function marksOf(flags: ReadonlySet<string>): MessageMarks {
  return {
    isRead: flags.has('\\Seen'),
    isFlagged: flags.has('\\Flagged'),
    isAnswered: flags.has('\\Answered'),
    isDraft: flags.has('\\Draft'),
    keywords: [...flags].filter((flag) => !flag.startsWith('\\')).toSorted(),
  };
}

/** Flags by the marks that are set. */
export function flagsOf({ isRead, isFlagged, isAnswered, isDraft, keywords = [] }: NewMessage['marks']): string[] {
  return [
    ...(isRead ? ['\\Seen'] : []),
    ...(isFlagged ? ['\\Flagged'] : []),
    ...(isAnswered ? ['\\Answered'] : []),
    ...(isDraft ? ['\\Draft'] : []),
    ...keywords,
  ];
}
