import type ICAL from 'ical.js';

/** A series as phones know it. */
export type MeetingRecurrence = {
  /** 0 daily, 1 weekly, 2 monthly by day, 3 monthly by weekday, 5 and 6 the same yearly. */
  readonly type: 0 | 1 | 2 | 3 | 5 | 6;
  readonly interval: number;
  /** Bits: 1 Sunday, 2 Monday … 64 Saturday. */
  readonly dayOfWeek?: number;
  readonly dayOfMonth?: number;
  /** 5: the last. */
  readonly weekOfMonth?: number;
  readonly monthOfYear?: number;
  /** Start of the last occurrence. */
  readonly until?: Date;
  readonly occurrences?: number;
  /** 0: Sunday. */
  readonly firstDayOfWeek: number;
};

const MAX_COUNT = 999;
const LAST_WEEK = 5;
const dayBits: Readonly<Record<string, number>> = { SU: 1, MO: 2, TU: 4, WE: 8, TH: 16, FR: 32, SA: 64 };
const WEEKDAYS = 62;
const WEEKEND = 65;
const ANY_DAY = 127;

type Pattern = Omit<MeetingRecurrence, 'interval' | 'until' | 'occurrences' | 'firstDayOfWeek'>;

/**
 * A recurrence rule in the form phones know.
 *
 * @param untilOf the instant of the rule's end
 * @returns null if it has no such form: better none than a wrong one
 * @see [MS-ASCAL] 2.2.2 Elements
 */
export function recurrenceOf(
  rule: ICAL.Recur,
  start: ICAL.Time,
  untilOf: (until: ICAL.Time) => Date,
): MeetingRecurrence | null {
  const pattern = patternOf(rule, start);
  if (!pattern || rule.interval < 1 || rule.interval > MAX_COUNT || (rule.count ?? 0) > MAX_COUNT) return null;
  // Every n-th day, if it is a weekday, is nothing that a week repeats.
  if (rule.freq === 'DAILY' && pattern.type === 1 && rule.interval > 1) return null;
  return {
    ...pattern,
    interval: rule.interval,
    firstDayOfWeek: (rule.wkst || 2) - 1,
    ...(rule.count ? { occurrences: rule.count } : rule.until ? { until: untilOf(rule.until) } : {}),
  };
}

function patternOf(rule: ICAL.Recur, start: ICAL.Time): Pattern | null {
  const { BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, ...others } = rule.parts;
  if (Object.keys(others).length > 0) return null;
  const isMonthly = BYMONTHDAY !== undefined || BYMONTH !== undefined || BYSETPOS !== undefined;
  switch (rule.freq) {
    case 'DAILY':
      return isMonthly ? null : BYDAY ? weekly(BYDAY) : { type: 0 };
    case 'WEEKLY':
      return isMonthly ? null : weekly(BYDAY ?? [dayOf(start)]);
    case 'MONTHLY':
      return BYMONTH === undefined ? monthly(rule, start) : null;
    case 'YEARLY':
      return yearly(rule, start);
    default:
      return null;
  }
}

function weekly(days: readonly string[]): Pattern | null {
  const dayOfWeek = bitsOf(days);
  return dayOfWeek === null ? null : { type: 1, dayOfWeek };
}

function yearly(rule: ICAL.Recur, start: ICAL.Time): Pattern | null {
  const months = rule.parts.BYMONTH ?? (rule.parts.BYDAY ? [] : [start.month]);
  const pattern = months.length === 1 ? monthly(rule, start) : null;
  const [monthOfYear] = months;
  if (!pattern || monthOfYear === undefined) return null;
  return { ...pattern, type: pattern.type === 2 ? 5 : 6, monthOfYear };
}

function monthly({ parts: { BYDAY, BYMONTHDAY, BYSETPOS } }: ICAL.Recur, start: ICAL.Time): Pattern | null {
  if (BYDAY) return BYMONTHDAY ? null : byWeekday(BYDAY, BYSETPOS);
  const days = BYMONTHDAY ?? [start.day];
  const [dayOfMonth] = days;
  if (days.length !== 1 || dayOfMonth === undefined || BYSETPOS) return null;
  if (dayOfMonth === -1) return { type: 3, dayOfWeek: ANY_DAY, weekOfMonth: LAST_WEEK };
  return dayOfMonth >= 1 && dayOfMonth <= 31 ? { type: 2, dayOfMonth } : null;
}

function byWeekday(days: readonly string[], positions: readonly number[] | undefined): Pattern | null {
  const [, ordinal, day] = /^([+-]?\d+)([A-Z]{2})$/.exec(days.length === 1 ? (days[0] ?? '') : '') ?? [];
  if (day !== undefined && positions === undefined) return nth([day], Number(ordinal));
  const [position] = positions ?? [];
  return positions?.length === 1 && position !== undefined ? nth(days, position) : null;
}

function nth(days: readonly string[], position: number): Pattern | null {
  const dayOfWeek = bitsOf(days);
  const isKnown = dayOfWeek !== null && (days.length === 1 || [WEEKDAYS, WEEKEND, ANY_DAY].includes(dayOfWeek));
  if (!isKnown || position === 0 || position > 4 || position < -1) return null;
  return { type: 3, dayOfWeek, weekOfMonth: position === -1 ? LAST_WEEK : position };
}

function bitsOf(days: readonly string[]): number | null {
  let bits = 0;
  for (const day of days) {
    const bit = dayBits[day];
    if (bit === undefined) return null;
    bits |= bit;
  }
  return bits === 0 ? null : bits;
}

const dayOf = (time: ICAL.Time): string => Object.keys(dayBits)[time.dayOfWeek() - 1] ?? '';
