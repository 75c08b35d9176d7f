import { isDeepStrictEqual } from 'node:util';
import type { MessageMarks } from '@/engine/backends/contract';
import { isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { categoriesOf, FOLLOW_UP_DONE } from './category-keywords';

/** [MS-ASEMAIL] 2.2.2 Elements */
export const flagStatus = { none: 0, complete: 1, active: 2 } as const;
/** [MS-ASEMAIL] 2.2.2 Elements */
const verb = { none: 0, reply: 1, forward: 3 } as const;

/**
 * All marks of a mail, also those that are not set.
 *
 * @see [MS-ASEMAIL] 2.2.2 Elements
 */
export function markProperties(marks: MessageMarks, version: ProtocolVersion): EasElement[] {
  const read = el('Email', 'Read', marks.isRead);
  // Flags came with 12.0.
  if (!isAtLeast(version, '12.1')) return [read];
  const properties = [read, flagElement(marks)];
  if (!isAtLeast(version, '14.0')) return properties;
  const categories = categoriesOf(marks.keywords).map((name) => el('Email', 'Category', name));
  return [...properties, el('Email', 'Categories', categories), el('Email2', 'LastVerbExecuted', lastVerb(marks))];
}

/**
 * The marks that have changed about a mail that the client has, and no others. One that is not set any more is told, too,
 * so that it is taken away there.
 *
 * @see [MS-ASEMAIL] 3.2.5.4 Sync Command Response
 */
export function changedMarkProperties(before: MessageMarks, now: MessageMarks, version: ProtocolVersion): EasElement[] {
  const known = markProperties(before, version);
  const all = markProperties(now, version);
  const changed = all.filter((each, index) => !isDeepStrictEqual(each, known[index]));
  // What differs may show in none of them: a mail that was answered, and then forwarded as well.
  return changed.length > 0 ? changed : all;
}

/** An empty one takes a flag away. */
function flagElement({ isFlagged, keywords }: MessageMarks): EasElement {
  if (isFlagged) {
    return el('Email', 'Flag', [
      el('Email', 'Status', flagStatus.active),
      el('Email', 'FlagType', 'Flag for follow up'),
    ]);
  }
  if (hasKeyword(keywords, FOLLOW_UP_DONE)) return el('Email', 'Flag', [el('Email', 'Status', flagStatus.complete)]);
  return el('Email', 'Flag');
}

function lastVerb({ isAnswered, keywords }: MessageMarks): number {
  if (isAnswered) return verb.reply;
  return hasKeyword(keywords, '$Forwarded') ? verb.forward : verb.none;
}

/** Servers may fold the case of keywords. */
export const hasKeyword = (keywords: readonly string[], keyword: string): boolean =>
  keywords.some((each) => each.toLowerCase() === keyword.toLowerCase());
