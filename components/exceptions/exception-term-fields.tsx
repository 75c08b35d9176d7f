'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { AddExceptionForm } from '@/components/exceptions/add-exception-form';
import { dateFormats } from '@/components/patterns/date-formats';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { RadioGroup } from '@/components/ui/radio-group';
import { TextInput } from '@/components/ui/text-input';

/** From when on: now, or the end of what is renewed; or a later day. */
export function StartField({ form }: { form: AddExceptionForm }) {
  const t = useTranslations('exceptions.add');
  const format = useFormatter();
  const { values, set, errors, renewsAt } = form;
  const atOnce = renewsAt
    ? t('startRenewal', { at: format.dateTime(renewsAt, dateFormats.dayAndTime) })
    : t('startNow');
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        legend={t('start')}
        name="start"
        value={values.start}
        onValueChange={(start) => set({ start })}
        options={[
          { value: 'now', label: atOnce },
          { value: 'later', label: t('startLater') },
        ]}
      />
      {values.start === 'later' && (
        <Field label={t('firstDay')} error={errors.firstDay} className="ps-6">
          <TextInput
            type="date"
            className="w-44"
            min={form.today}
            value={values.firstDay}
            onChange={(event) => set({ firstDay: event.target.value })}
          />
        </Field>
      )}
    </div>
  );
}

/** Until when, and when to remind of it. */
export function EndField({ form }: { form: AddExceptionForm }) {
  const t = useTranslations('exceptions.add');
  const format = useFormatter();
  const { values, set, errors, endsAt } = form;
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        legend={t('end')}
        name="end"
        value={values.end}
        error={errors.end}
        onValueChange={(end) => set({ end })}
        options={[
          { value: 'day', label: t('endDay') },
          { value: 'open', label: t('endOpen'), hint: t('endOpenHint') },
        ]}
      />
      {values.end === 'day' && (
        <div className="flex flex-col gap-3 ps-6">
          <Field
            label={t('lastDay')}
            hint={endsAt ? t('lastDayHint', { at: format.dateTime(endsAt, dateFormats.dayAndTime) }) : undefined}
            error={errors.lastDay}
          >
            <TextInput
              type="date"
              className="w-44"
              min={form.today}
              value={values.lastDay}
              onChange={(event) => set({ lastDay: event.target.value })}
            />
          </Field>
          <Field label={t('remindDays')} hint={t('remindDaysHint')} error={errors.remindDays}>
            <NumberInput
              value={values.remindDays}
              unit={t('remindDaysUnit')}
              onValueChange={(remindDays) => set({ remindDays })}
            />
          </Field>
        </div>
      )}
    </div>
  );
}
