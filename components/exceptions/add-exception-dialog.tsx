'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useAddExceptionForm, type AddExceptionForm } from '@/components/exceptions/add-exception-form';
import { MailboxField } from '@/components/exceptions/mailbox-field';
import { dateFormats } from '@/components/patterns/date-formats';
import { FormDialog } from '@/components/patterns/form-dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';

/** Exempts a mailbox: which, why, who said so, and until when. "Until someone ends it" must be chosen, it is no default. */
export function AddExceptionDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('exceptions.add');
  const form = useAddExceptionForm(onClose);
  const { values, set, errors } = form;
  return (
    <FormDialog
      title={t('title')}
      description={t('effect')}
      actionLabel={t('action')}
      isPending={form.add.isPending}
      error={form.otherError}
      onClose={onClose}
      onSubmit={form.submit}
    >
      <MailboxField value={values.mailbox} error={errors.mailbox} onChange={(mailbox) => set({ mailbox })} />
      <Field label={t('reason')} hint={t('reasonHint')} error={errors.reason} isRequired>
        <Textarea rows={2} value={values.reason} onChange={(event) => set({ reason: event.target.value })} />
      </Field>
      <Field label={t('approvedBy')} hint={t('approvedByHint')} error={errors.approvedBy} isRequired>
        <TextInput
          autoComplete="off"
          value={values.approvedBy}
          onChange={(event) => set({ approvedBy: event.target.value })}
        />
      </Field>
      <StartField form={form} />
      <EndField form={form} />
    </FormDialog>
  );
}

function StartField({ form }: { form: AddExceptionForm }) {
  const t = useTranslations('exceptions.add');
  const { values, set, errors } = form;
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        legend={t('start')}
        name="start"
        value={values.start}
        onValueChange={(start) => set({ start })}
        options={[
          { value: 'now', label: t('startNow') },
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

function EndField({ form }: { form: AddExceptionForm }) {
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
        <Field
          label={t('lastDay')}
          hint={endsAt ? t('lastDayHint', { at: format.dateTime(endsAt, dateFormats.dayAndTime) }) : undefined}
          error={errors.lastDay}
          className="ps-6"
        >
          <TextInput
            type="date"
            className="w-44"
            min={form.today}
            value={values.lastDay}
            onChange={(event) => set({ lastDay: event.target.value })}
          />
        </Field>
      )}
    </div>
  );
}
