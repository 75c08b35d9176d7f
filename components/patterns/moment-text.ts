'use client';

/* const momentText = useMomentText();  momentText(iso): "14:30" for today, else with the date */
import { useFormatter, useNow, useTimeZone } from 'next-intl';
import { dateFormats } from '@/components/patterns/date-formats';

/** Gives the function that names a moment as short as it can be without doubt. */
export function useMomentText(): (at: string) => string {
  const format = useFormatter();
  const now = useNow();
  const timeZone = useTimeZone();
  const dayOf = (date: Date) => date.toLocaleDateString('en', { timeZone });
  return (at) => {
    const date = new Date(at);
    const isToday = dayOf(date) === dayOf(now);
    return format.dateTime(date, isToday ? dateFormats.time : dateFormats.moment);
  };
}
