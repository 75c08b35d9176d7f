import { type Onset, utcRules, type ZoneRules } from './time-zone-rules';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** So many years tell the last week of a month from the fourth. */
const YEARS = 7;

/** A zone of the IANA database. Node has it built in. */
export type NamedZone = {
  /** Minutes east of Greenwich. */
  readonly offsetAt: (at: Date) => number;
};

/** The zone of this name, or null if there is none. */
export function findNamedZone(name: string): NamedZone | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return { offsetAt: (at) => offsetOf(format, at) };
  } catch {
    return null;
  }
}

/** The instant of a wall clock, which is given as if it were UTC. */
export function instantIn(zone: NamedZone, wallClock: Date): Date {
  const guess = new Date(wallClock.getTime() - zone.offsetAt(wallClock) * MINUTE_MS);
  return new Date(wallClock.getTime() - zone.offsetAt(guess) * MINUTE_MS);
}

/** The rules of a zone from a year on. Zones that change over more than twice a year have none: then only the offset. */
export function rulesOfNamedZone(zone: NamedZone, year: number): ZoneRules {
  const years = Array.from({ length: YEARS }, (_, index) => changesIn(zone, year + index));
  const [first = []] = years;
  const fixed = { ...utcRules, standardMinutes: zone.offsetAt(new Date(Date.UTC(year, 0, 1))) };
  const spring = first.find(({ after, before }) => after > before);
  const autumn = first.find(({ after, before }) => after < before);
  if (first.length !== 2 || !spring || !autumn) return fixed;
  const steady = years.filter((changes) => changes.length === 2);
  const onset = (isSpring: boolean) =>
    onsetOf(steady.flatMap((changes) => changes.find(({ after, before }) => after > before === isSpring) ?? []));
  const [starts, ends] = [onset(true), onset(false)];
  if (!starts || !ends) return fixed;
  return { standardMinutes: autumn.after, daylight: { minutes: spring.after, starts, ends } };
}

type Change = { readonly at: number; readonly before: number; readonly after: number };

function changesIn(zone: NamedZone, year: number): Change[] {
  const changes: Change[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  let from = Date.UTC(year, 0, 1);
  while (from < end) {
    const to = Math.min(end, from + 14 * DAY_MS);
    const [before, after] = [zone.offsetAt(new Date(from)), zone.offsetAt(new Date(to))];
    if (before !== after) changes.push({ at: changeBetween(zone, from, to), before, after });
    from = to;
  }
  return changes;
}

function changeBetween(zone: NamedZone, from: number, to: number): number {
  const before = zone.offsetAt(new Date(from));
  let [low, high] = [from, to];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (zone.offsetAt(new Date(middle)) === before) low = middle;
    else high = middle;
  }
  return high;
}

function onsetOf(changes: readonly Change[]): Onset | null {
  const [first] = changes;
  if (!first) return null;
  const clocks = changes.map(({ at, before }) => new Date(at + before * MINUTE_MS));
  const isLast = clocks.every((clock) => clock.getUTCDate() + 7 > daysInMonth(clock));
  const clock = new Date(first.at + first.before * MINUTE_MS);
  return {
    month: clock.getUTCMonth() + 1,
    week: isLast ? 5 : Math.ceil(clock.getUTCDate() / 7),
    weekday: clock.getUTCDay(),
    hour: clock.getUTCHours(),
    minute: clock.getUTCMinutes(),
  };
}

const daysInMonth = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

function offsetOf(format: Intl.DateTimeFormat, at: Date): number {
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  if (hours === undefined || minutes === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
