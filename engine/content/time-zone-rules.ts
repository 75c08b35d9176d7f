import type ICAL from 'ical.js';

/** When a time zone changes over, every year, on the wall clock before the change. */
export type Onset = {
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 4, or 5: the last. */
  readonly week: number;
  /** 0: Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
};

/** A time zone as a pair of yearly rules, which is what phones know. Offsets are east of Greenwich. */
export type ZoneRules = {
  readonly standardMinutes: number;
  readonly daylight: { readonly minutes: number; readonly starts: Onset; readonly ends: Onset } | null;
};

export const utcRules: ZoneRules = { standardMinutes: 0, daylight: null };

const MAX_OBSERVANCES = 400;
const MAX_DATES = 1000;
/** Of all rules together. Outlook's begin in 1601. */
const MAX_YEARS = 4000;
const LAST_YEAR = 2100;
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/**
 * Whether a VTIMEZONE can be asked for offsets without end: rules that never come true, or come true every second, keep
 * the library busy for ever. What real zones need is a rule a year, or dates.
 */
export function isHarmlessZone(zone: ICAL.Component): boolean {
  const observances = observancesOf(zone);
  if (observances.length > MAX_OBSERVANCES || !observances.every(isHarmlessObservance)) return false;
  return observances.reduce((sum, each) => sum + yearsOf(each), 0) <= MAX_YEARS;
}

/** The rules of a VTIMEZONE that is harmless as they are in a year, or null if it has none for that year. */
export function rulesOfZone(zone: ICAL.Component, year: number): ZoneRules | null {
  const inForce = (name: 'standard' | 'daylight') =>
    zone
      .getAllSubcomponents(name)
      .map((each) => observanceIn(each, year))
      .filter((each) => each !== null)
      .toSorted((a, b) => b.since - a.since)[0];
  const standard = inForce('standard');
  const daylight = inForce('daylight');
  if (!standard) return null;
  if (!daylight) return { standardMinutes: standard.minutes, daylight: null };
  if (!standard.onset || !daylight.onset) return null;
  return {
    standardMinutes: standard.minutes,
    daylight: { minutes: daylight.minutes, starts: daylight.onset, ends: standard.onset },
  };
}

const observancesOf = (zone: ICAL.Component): ICAL.Component[] =>
  zone.getAllSubcomponents().filter(({ name }) => name === 'standard' || name === 'daylight');

function isHarmlessObservance(observance: ICAL.Component): boolean {
  const rules = observance.getAllProperties('rrule');
  const dates = observance.getAllProperties('rdate').reduce((sum, each) => sum + each.getValues().length, 0);
  return rules.length <= 1 && dates <= MAX_DATES && rules.every((rule) => yearlyRule(ruleOf(rule)) !== null);
}

/** Years that the library would go through. */
function yearsOf(observance: ICAL.Component): number {
  const property = observance.getFirstProperty('rrule');
  const rule = property && ruleOf(property);
  const start = observance.getFirstPropertyValue('dtstart');
  if (!rule || typeof start !== 'object' || start === null || !('isDate' in start)) return 0;
  return Math.max(0, (rule.until?.year ?? LAST_YEAR) - start.year);
}

type YearlyRule = Pick<Onset, 'month' | 'week' | 'weekday'>;

/** An RRULE of the kind `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`, in any of its spellings. */
function yearlyRule(rule: ICAL.Recur | null): YearlyRule | null {
  if (rule === null || rule.freq !== 'YEARLY' || rule.interval !== 1) return null;
  const { BYMONTH, BYDAY, BYMONTHDAY, ...others } = rule.parts;
  const month = BYMONTH?.length === 1 ? BYMONTH[0] : undefined;
  const [, ordinal, day] = /^([+-]?[1-5])?([A-Z]{2})$/.exec(BYDAY?.length === 1 ? (BYDAY[0] ?? '') : '') ?? [];
  const weekday = weekdays.indexOf(day ?? '');
  if (Object.keys(others).length > 0 || month === undefined || month < 1 || month > 12 || weekday < 0) return null;
  const week = ordinal === undefined ? weekOfDays(BYMONTHDAY ?? []) : Number(ordinal);
  if (week === null || (ordinal !== undefined && BYMONTHDAY)) return null;
  // Second to last and the like have no other form.
  return week < -1 ? null : { month, week: week === -1 ? 5 : week, weekday };
}

/** `BYMONTHDAY=8,9,10,11,12,13,14` with a day of the week is its second one in the month. */
function weekOfDays(days: readonly number[]): number | null {
  const first = Math.min(...days);
  if (days.length !== 7 || Math.max(...days) !== first + 6 || new Set(days).size !== 7) return null;
  if (first < 0) return first === -7 ? -1 : null;
  return (first - 1) % 7 === 0 && first <= 22 ? (first + 6) / 7 : first >= 23 && first <= 25 ? -1 : null;
}

function ruleOf(property: ICAL.Property): ICAL.Recur | null {
  const value = property.getFirstValue();
  return typeof value === 'object' && value !== null && 'freq' in value ? value : null;
}

function observanceIn(observance: ICAL.Component, year: number) {
  const start = observance.getFirstPropertyValue('dtstart');
  const offset = observance.getFirstPropertyValue('tzoffsetto');
  if (typeof start !== 'object' || start === null || !('isDate' in start) || start.year > year) return null;
  if (typeof offset !== 'object' || offset === null || !('toSeconds' in offset)) return null;
  const property = observance.getFirstProperty('rrule');
  const rule = property && ruleOf(property);
  if (rule?.until && rule.until.year < year) return null;
  const yearly = yearlyRule(rule);
  const onset = yearly && { ...yearly, hour: start.hour, minute: start.minute };
  return { since: start.toUnixTime(), minutes: offset.toSeconds() / 60, onset };
}
