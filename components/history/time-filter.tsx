'use client';

import { ChevronDown } from 'lucide-react';
import { useNow, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Popover } from '@/components/ui/popover';
import { TextInput } from '@/components/ui/text-input';
import { addDays, dayOf, isDay, startOfDay } from '@/lib/console/i18n/zoned-day';
import type { HistoryQuery } from '@/lib/domain/history/contract';

interface TimeFilterProps {
  query: Pick<HistoryQuery, 'from' | 'until'>;
  onChange: (part: Pick<Partial<HistoryQuery>, 'from' | 'until'>) => void;
}

const spans = { today: 1, week: 7, month: 30 } as const;
const spanNames = ['today', 'week', 'month'] as const;

/** Whole days, where the reader is: from the beginning of one to the end of another. */
export function TimeFilter({ query, onChange }: TimeFilterProps) {
  const t = useTranslations('history.filters');
  const timeZone = useTimeZone() ?? 'UTC';
  const now = useNow();
  const startOf = (day: string) => startOfDay(day, timeZone).toISOString();
  const from = query.from ? dayOf(new Date(query.from), timeZone) : '';
  const through = query.until ? addDays(dayOf(new Date(query.until), timeZone), -1) : '';

  return (
    <Popover
      label={t('time')}
      trigger={
        <Button>
          {t('time')}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-2">
          {spanNames.map((name) => (
            <Button
              key={name}
              size="sm"
              onClick={() =>
                onChange({ from: startOf(addDays(dayOf(now, timeZone), 1 - spans[name])), until: undefined })
              }
            >
              {t(name)}
            </Button>
          ))}
          <Button size="sm" onClick={() => onChange({ from: undefined, until: undefined })}>
            {t('anyTime')}
          </Button>
        </div>
        <DayField label={t('from')} day={from} onChange={(day) => onChange({ from: day && startOf(day) })} />
        <DayField
          label={t('through')}
          day={through}
          onChange={(day) => onChange({ until: day && startOf(addDays(day, 1)) })}
        />
      </div>
    </Popover>
  );
}

interface DayFieldProps {
  label: string;
  day: string;
  onChange: (day: string | undefined) => void;
}

/** The field keeps what is being typed; what is a day goes into the address. A change from outside is shown. */
function DayField({ label, day, onChange }: DayFieldProps) {
  const [text, setText] = useState(day);
  const [seen, setSeen] = useState(day);
  if (day !== seen) {
    setSeen(day);
    setText(day);
  }
  return (
    <Field label={label}>
      <TextInput
        type="date"
        value={text}
        onChange={(event) => {
          const typed = event.target.value;
          setText(typed);
          if (typed === '') onChange(undefined);
          else if (isDay(typed)) onChange(typed);
        }}
      />
    </Field>
  );
}
