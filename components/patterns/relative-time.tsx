'use client';

/* <DayOf at />  the day alone, the exact time in its title.  <RelativeTime at="2026-…Z" />  "3 minutes ago", the exact time in its title.  <AbsoluteTime at /> the exact time. */
import { useFormatter, useNow } from 'next-intl';
import { classNames } from '@/components/ui/class-names';
import { dateFormats } from '@/components/patterns/date-formats';

// Server and browser may carry different locale data (an abbreviation, a narrow space): no reason to warn.

const TICK_MS = 30_000;

/** How long ago, or in how long, in words that stay right while the page is open. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: TICK_MS });
  const date = new Date(at);
  // Clocks of server and browser differ a little: what just happened is not "in 2 seconds".
  const shown = date > now && date.getTime() - now.getTime() < TICK_MS ? now : date;
  return (
    <time dateTime={at} title={format.dateTime(date, dateFormats.fullMoment)} className={className}>
      {format.relativeTime(shown, now)}
    </time>
  );
}

/** Date and time to the second, in the reader's language and time zone. */
export function AbsoluteTime({ at, className }: { at: string; className?: string }) {
  const format = useFormatter();
  return (
    <time dateTime={at} suppressHydrationWarning className={className}>
      {format.dateTime(new Date(at), dateFormats.preciseMoment)}
    </time>
  );
}

/** The day alone, where the time of the day does not matter; the exact time is in its title. */
export function DayOf({ at, className }: { at: string; className?: string }) {
  const format = useFormatter();
  const date = new Date(at);
  return (
    <time
      dateTime={at}
      title={format.dateTime(date, dateFormats.fullMoment)}
      suppressHydrationWarning
      className={classNames('whitespace-nowrap', className)}
    >
      {format.dateTime(date, { dateStyle: 'medium' })}
    </time>
  );
}
