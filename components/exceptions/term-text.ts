'use client';

import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { lastDayOf } from '@/components/exceptions/exception-term';
import { dateFormats } from '@/components/patterns/date-formats';

/** Gives the functions that tell beginning and end of an exception in words. */
export function useTermText() {
  const t = useTranslations('exceptions.term');
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const moment = (at: string) => format.dateTime(new Date(at), dateFormats.moment);
  return {
    begin: (startsAt: string) => t('from', { at: moment(startsAt) }),
    end: (endsAt: string | null) => {
      if (endsAt === null) return t('open');
      const lastDay = lastDayOf(endsAt, timeZone);
      if (lastDay === null) return t('until', { at: moment(endsAt) });
      const day = format.dateTime(new Date(`${lastDay}T00:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });
      return t('through', { day });
    },
  };
}
