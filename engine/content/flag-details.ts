import { z } from 'zod';
import { hasKeyword } from './mark-properties';
import { FOLLOW_UP_DONE } from './category-keywords';
import type { MessageMarks } from '@/engine/backends/contract';
import { parseDateTime } from '@/lib/protocol/eas/date-time';
import { child, type EasElement, el, textOf } from '@/lib/protocol/wbxml/element';

// What a client says of a flag beyond whether it is set: an IMAP server has no place for it.

const dates = ['StartDate', 'UtcStartDate', 'DueDate', 'UtcDueDate', 'ReminderTime', 'OrdinalDate'] as const;
/** Only of a flag that is done. */
const completion = ['DateCompleted', 'CompleteTime'] as const;
const others = ['ReminderSet', 'SubOrdinalDate'] as const;
const MAX_LENGTH = 100;

/** In the order in which they are handed out. */
const names = [...dates, ...completion, ...others] as const;

/** Texts by the name of their element. */
export const FlagDetails = z.partialRecord(z.enum(names), z.string().max(MAX_LENGTH));
export type FlagDetails = z.infer<typeof FlagDetails>;

/** One is of page Email, the others of page Tasks. */
const elementOf = (name: (typeof names)[number], value: string): EasElement =>
  name === 'CompleteTime' ? el('Email', name, value) : el('Tasks', name, value);

/**
 * Dates and reminder of a flag as a client sets it. What is no date is left out.
 *
 * @returns null if the flag is cleared, or has none of them
 * @see [MS-ASEMAIL] 2.2.2 Elements
 */
export function flagDetailsOf(flag: EasElement): FlagDetails | null {
  const status = child(flag, 'Status');
  if (!status || textOf(status).trim() === '0') return null;
  const details: FlagDetails = {};
  for (const name of names) {
    const element = child(flag, name, name === 'CompleteTime' ? 'Email' : 'Tasks');
    const value = element && textOf(element).trim();
    if (value && isKept(name, value)) details[name] = value;
  }
  return Object.keys(details).length > 0 ? details : null;
}

function isKept(name: (typeof names)[number], value: string): boolean {
  if (value.length > MAX_LENGTH) return false;
  if (name === 'ReminderSet') return value === '0' || value === '1';
  return name === 'SubOrdinalDate' || parseDateTime(value) !== undefined;
}

/** Whether a mail has a flag that there could be details of. */
export const hasFlag = ({ isFlagged, keywords }: Pick<MessageMarks, 'isFlagged' | 'keywords'>): boolean =>
  isFlagged || hasKeyword(keywords, FOLLOW_UP_DONE);

/** The properties of a mail, with the details in their flag if one is set. */
export function withFlagDetails(properties: readonly EasElement[], details: FlagDetails): EasElement[] {
  return properties.map((each) => {
    if (each.namespace !== 'Email' || each.name !== 'Flag' || each.children.length === 0) return each;
    const status = child(each, 'Status');
    const isDone = status !== undefined && textOf(status) === '1';
    const shown = names.filter((name) => isDone || !(completion as readonly string[]).includes(name));
    const added = shown.flatMap((name) => {
      const value = details[name];
      return value === undefined ? [] : [elementOf(name, value)];
    });
    return { ...each, children: [...each.children, ...added] };
  });
}
