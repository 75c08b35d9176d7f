const dashed = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3})\d{0,6})?Z$/;
const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3})\d{0,6})?Z$/;

/**
 * The instant that this text names, or undefined. `2026-03-04T09:15:00.000Z` and `20260304T091500Z` are both read
 * everywhere, since clients do not keep them apart; a day that no calendar has is not.
 *
 * @see [MS-ASDTYPE] 2.3 dateTime
 */
export function parseDateTime(text: string): Date | undefined {
  const match = dashed.exec(text) ?? compact.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, Number((match[7] ?? '').padEnd(3, '0')));
  // The setters carry 31 February into March and 24:00 into the next day; such text does not name an instant.
  const isSame = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  return isSame && minute < 60 && second < 60 ? date : undefined;
}

/** `2026-03-04T09:15:00.000Z`: mail, tasks, settings, recipients and answers to meetings. */
export const formatDateTime = (date: Date): string => date.toISOString();

/** `20260304T091500Z`: the calendar, notes, and occurrences from 16.0 on. */
export const formatCompactDateTime = (date: Date): string => date.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
