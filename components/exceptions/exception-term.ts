import { addDays, dayOf, startOfDay } from '@/lib/console/i18n/zoned-day';
import type { ExceptionView } from '@/lib/domain/exceptions/contract';

const SOON_DAYS = 7;
const DAY_MS = 86_400_000;

/** True if the exception holds and will be over within a week. */
export function isEndingSoon({ state, endsAt }: Pick<ExceptionView, 'state' | 'endsAt'>, now: Date): boolean {
  return state === 'active' && endsAt !== null && new Date(endsAt).getTime() - now.getTime() < SOON_DAYS * DAY_MS;
}

/** The last day of a term whose end is a midnight; null if it ends at another time of the day. */
export function lastDayOf(endsAt: string, timeZone: string): string | null {
  const end = new Date(endsAt);
  const day = dayOf(end, timeZone);
  return startOfDay(day, timeZone).getTime() === end.getTime() ? addDays(day, -1) : null;
}

/** The instant at which a term is over that holds up to and including this day. */
export function endAfter(lastDay: string, timeZone: string): Date {
  return startOfDay(addDays(lastDay, 1), timeZone);
}
