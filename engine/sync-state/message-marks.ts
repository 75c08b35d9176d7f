import type { MessageMarks } from '@/engine/backends/contract';
import { categoryOfKeyword, FOLLOW_UP_DONE } from '@/engine/content/category-keywords';
import { isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';

/**
 * The marks of a message that a device of this version shows, as they are stored: letters, and its categories after a
 * space each. What it does not show leaves no trace here, so that a change of it is none.
 */
export type Mark = string;

const letters = { read: 'R', flagged: 'F', done: 'C', answered: 'A', forwarded: 'W' } as const;

/** Of the registry of IMAP keywords; some programs leave out the dollar sign. */
const FORWARDED = '$Forwarded';
const isForwarded = (keyword: string) => /^\$?forwarded$/i.test(keyword);

/** The mark that a device of this version has of a message. */
export function toMark(marks: MessageMarks, version: ProtocolVersion): Mark {
  if (!isAtLeast(version, '12.1')) return marks.isRead ? letters.read : '';
  const shown = [
    marks.isRead && letters.read,
    marks.isFlagged && letters.flagged,
    !marks.isFlagged && marks.keywords.includes(FOLLOW_UP_DONE) && letters.done,
  ];
  if (!isAtLeast(version, '14.0')) return shown.filter(Boolean).join('');
  const verbs = [marks.isAnswered && letters.answered, marks.keywords.some(isForwarded) && letters.forwarded];
  const categories = marks.keywords.filter((keyword) => categoryOfKeyword(keyword) !== null);
  return [[...shown, ...verbs].filter(Boolean).join(''), ...categories].join(' ');
}

/** The marks that a stored one stands for. Whether the message is a draft is not among them. */
export function fromMark(mark: Mark): MessageMarks {
  const [shown = '', ...categories] = mark.split(' ');
  return {
    isRead: shown.includes(letters.read),
    isFlagged: shown.includes(letters.flagged),
    isAnswered: shown.includes(letters.answered),
    isDraft: false,
    keywords: [
      ...(shown.includes(letters.done) ? [FOLLOW_UP_DONE] : []),
      ...(shown.includes(letters.forwarded) ? [FORWARDED] : []),
      ...categories,
    ],
  };
}
