import { addDays, dayOf, startOfDay } from '@/lib/console/i18n/zoned-day';
import type { ExceptionView } from '@/lib/domain/exceptions/contract';

type Reminding = Pick<ExceptionView, 'state' | 'remindAt' | 'renewedById'>;

/** True if the exception holds, its end is to be reminded of by now, and nobody has renewed it. */
export function isEndingSoon({ state, remindAt, renewedById }: Reminding, now: Date): boolean {
  return state === 'active' && renewedById === null && remindAt !== null && new Date(remindAt) <= now;
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
