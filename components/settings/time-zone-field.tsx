'use client';

import { useRouter } from 'next/navigation';
import { useFormatter, useNow, useTimeZone, useTranslations } from 'next-intl';
import { dateFormats } from '@/components/patterns/date-formats';
import { chooseTimeZoneByHand } from '@/components/patterns/preferences';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';

const BROWSER = 'browser';

export interface TimeZones {
  /** Chosen by hand; null: the browser's. */
  chosen: string | null;
  /** Those the server can write dates in. */
  known: readonly string[];
}

/** The time zone of all dates: the browser's, or one that is kept wherever the browser is. */
export function TimeZoneField({ chosen, known }: TimeZones) {
  const t = useTranslations('settings.preferences');
  const format = useFormatter();
  const router = useRouter();
  const timeZone = useTimeZone() ?? 'UTC';
  const now = useNow();
  const zones = [...new Set(['UTC', ...known, ...(chosen ? [chosen] : [])])];
  return (
    <Field
      label={t('timeZone')}
      hint={t('timeZoneHint', { time: format.dateTime(now, dateFormats.time), zone: timeZone })}
    >
      <Select
        className="max-w-md"
        value={chosen ?? BROWSER}
        options={[
          { value: BROWSER, label: t('timeZoneBrowser') },
          ...zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        ]}
        onValueChange={(zone) => {
          chooseTimeZoneByHand(zone === BROWSER ? null : zone);
          router.refresh();
        }}
      />
    </Field>
  );
}
