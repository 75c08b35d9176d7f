/** A day of the calendar as `YYYY-MM-DD`, as date fields have it. */
export type Day = string;

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a day that exists, between the years 1900 and 9999. */
export function isDay(text: string): boolean {
  const [, year] = dayPattern.exec(text) ?? [];
  if (year === undefined || Number(year) < 1900) return false;
  const utc = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(utc.getTime()) && utc.toISOString().startsWith(text);
}

/** The day it is at this instant in a time zone. */
export function dayOf(instant: Date, timeZone: string): Day {
  const { year, month, day } = wallClock(instant, timeZone);
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

/** The day so many days later, or earlier. */
export function addDays(day: Day, count: number): Day {
  const utc = new Date(`${day}T00:00:00Z`);
  utc.setUTCDate(utc.getUTCDate() + count);
  return utc.toISOString().slice(0, 10);
}

/** The instant at which a day begins in a time zone; where midnight is skipped, the first instant after it. */
export function startOfDay(day: Day, timeZone: string): Date {
  const midnightMs = new Date(`${day}T00:00:00Z`).getTime();
  const first = midnightMs - offsetMs(new Date(midnightMs), timeZone);
  // The offset at the guess may not be the one at the day's beginning when clocks change in between.
  const second = midnightMs - offsetMs(new Date(first), timeZone);
  return new Date(dayOf(new Date(second), timeZone) === day ? second : Math.max(first, second));
}

/** How far the wall clocks of a time zone are ahead of UTC at an instant. */
function offsetMs(instant: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(instant, timeZone);
  const ms = instant.getTime();
  return Date.UTC(year, month - 1, day, hour, minute, second) - (ms - (ms % 1000));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, and a page has one time zone. */
function wallClockFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

function wallClock(instant: Date, timeZone: string) {
  const parts = new Map(
    wallClockFormat(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}
