import type { MarkChange, MessageMarks } from '@/engine/backends/contract';
import { child, children, type EasElement, text, textOf } from '@/lib/protocol/wbxml/element';
import { categoryOfKeyword, FOLLOW_UP_DONE, keywordOfCategory, MAX_CATEGORIES } from './category-keywords';
import { flagStatus, hasKeyword } from './mark-properties';

/**
 * What a client wants to change about a mail that is no draft.
 *
 * @param elements children of ApplicationData
 * @param marks of the message as it is, since a list of categories replaces the one before
 * @returns null if it cannot be carried out: a value is wrong, or it would change what was received
 * @see [MS-ASEMAIL] 2.2.2 Elements
 */
export function changeOfProperties(elements: readonly EasElement[], marks: MessageMarks): MarkChange | null {
  const isReceived = elements.some(({ namespace, name }) => ofContents[namespace]?.has(name));
  if (isReceived || elements.some(({ namespace }) => namespace === 'AirSyncBase')) return null;
  const find = (name: string) => elements.find((each) => each.namespace === 'Email' && each.name === name);
  const changes = [
    readChange(find('Read')),
    flagChange(find('Flag'), marks),
    categoryChange(find('Categories'), marks),
  ];
  return changes.reduce<MarkChange | null>((sum, each) => sum && each && merged(sum, each), {});
}

/** What else a client may name is only told, and ignored. */
const ofContents: Readonly<Record<string, ReadonlySet<string>>> = {
  Email: new Set(['To', 'Cc', 'From', 'Subject', 'ReplyTo', 'DateReceived', 'MeetingRequest']),
  Email2: new Set([
    'Sender',
    'ReceivedAsBcc',
    'Bcc',
    'ConversationId',
    'ConversationIndex',
    'UmCallerID',
    'UmUserNotes',
  ]),
};

const marks = new Set(['Read', 'Flag', 'Categories']);

/** Whether a client changes no more than the marks of a message, so that a draft need not be written anew. */
export const areOnlyMarks = (elements: readonly EasElement[]): boolean =>
  elements.every(({ namespace, name }) => namespace === 'Email' && marks.has(name));

const merged = (a: MarkChange, b: MarkChange): MarkChange => {
  const addKeywords = [...(a.addKeywords ?? []), ...(b.addKeywords ?? [])];
  const removeKeywords = [...(a.removeKeywords ?? []), ...(b.removeKeywords ?? [])];
  return {
    ...a,
    ...b,
    ...(addKeywords.length > 0 && { addKeywords }),
    ...(removeKeywords.length > 0 && { removeKeywords }),
  };
};

function readChange(element: EasElement | undefined): MarkChange | null {
  if (!element) return {};
  // An empty boolean is true.
  const value = textOf(element).trim();
  if (value !== '' && value !== '1' && value !== '0') return null;
  return { isRead: value !== '0' };
}

function flagChange(element: EasElement | undefined, { keywords }: MessageMarks): MarkChange | null {
  if (!element) return {};
  const done = keywords.filter((each) => hasKeyword([each], FOLLOW_UP_DONE));
  const removeKeywords = done.length > 0 ? { removeKeywords: done } : {};
  const status = child(element, 'Status') === undefined ? '' : (text(element, 'Status') ?? '').trim();
  switch (status) {
    case '':
    case String(flagStatus.none):
      return { isFlagged: false, ...removeKeywords };
    case String(flagStatus.complete):
      return { isFlagged: false, ...(done.length === 0 && { addKeywords: [FOLLOW_UP_DONE] }) };
    case String(flagStatus.active):
      return { isFlagged: true, ...removeKeywords };
    default:
      return null;
  }
}

function categoryChange(element: EasElement | undefined, { keywords }: MessageMarks): MarkChange | null {
  if (!element) return {};
  const names = new Set(children(element, 'Category').map((each) => textOf(each).trim()));
  if (names.size > MAX_CATEGORIES) return null;
  const before = new Map(keywords.map((keyword) => [keyword, categoryOfKeyword(keyword)]));
  const known = new Set(before.values());
  const removeKeywords = keywords.filter((keyword) => {
    const name = before.get(keyword) ?? null;
    return name !== null && !names.has(name);
  });
  const addKeywords: string[] = [];
  for (const name of names) {
    if (known.has(name)) continue;
    const keyword = keywordOfCategory(name);
    if (keyword === null) return null;
    addKeywords.push(keyword);
  }
  return { ...(addKeywords.length > 0 && { addKeywords }), ...(removeKeywords.length > 0 && { removeKeywords }) };
}
