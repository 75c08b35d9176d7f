import type { DateTimeFormatOptions } from 'next-intl';

/** Twenty-four hours in every language: times go into protocols, and "12:05" must not need a second look. */
const hours = { hourCycle: 'h23' } as const;

/** How the console writes moments. Each is written in the reader's language and time zone. */
export const dateFormats = {
  /** A time of today. */
  time: { timeStyle: 'short', ...hours },
  /** A time of today to the second. */
  preciseTime: { timeStyle: 'medium', ...hours },
  moment: { dateStyle: 'medium', timeStyle: 'short', ...hours },
  /** To the second, as the history and a command's steps need it. */
  preciseMoment: { dateStyle: 'medium', timeStyle: 'medium', ...hours },
  /** With weekday, for a term that people have to keep. */
  dayAndTime: { dateStyle: 'full', timeStyle: 'short', ...hours },
  /** With weekday and time zone, for those who want to know exactly. */
  fullMoment: { dateStyle: 'full', timeStyle: 'long', ...hours },
} satisfies Record<string, DateTimeFormatOptions>;
