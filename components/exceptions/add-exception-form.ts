'use client';

import { useMutation } from '@tanstack/react-query';
import { useNow, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { endAfter } from '@/components/exceptions/exception-term';
import { useAnnounce } from '@/components/ui/announcer';
import { addExceptionMutation } from '@/lib/console/exceptions/queries';
import { dayOf, isDay, startOfDay } from '@/lib/console/i18n/zoned-day';
import { AddExceptionInput } from '@/lib/domain/exceptions/contract';

interface Values {
  mailbox: string;
  reason: string;
  approvedBy: string;
  start: 'now' | 'later';
  firstDay: string;
  /** Nothing is chosen at first: an exception without an end is a decision. */
  end: 'day' | 'open' | null;
  lastDay: string;
}

type Errors = Partial<Record<keyof Values, string>>;
type ErrorTexts = (key: string) => string;

const empty: Values = { mailbox: '', reason: '', approvedBy: '', start: 'now', firstDay: '', end: null, lastDay: '' };
const { mailbox: Mailbox, reason: ExceptionReason, approvedBy: ApprovedBy } = AddExceptionInput.shape;

/** State, checks and sending of the form that exempts a mailbox. Errors show after the first try. */
export function useAddExceptionForm(onDone: () => void) {
  const t = useTranslations('exceptions.add');
  const announce = useAnnounce();
  const timeZone = useTimeZone() ?? 'UTC';
  const today = dayOf(useNow(), timeZone);
  const add = useMutation(addExceptionMutation);
  const [values, setValues] = useState(empty);
  const [isTried, setIsTried] = useState(false);
  const errors = errorsOf(values, today, t);
  const endsAt = values.end === 'day' && isDay(values.lastDay) ? endAfter(values.lastDay, timeZone) : null;

  function submit() {
    setIsTried(true);
    if (Object.keys(errors).length > 0) return;
    const { mailbox, reason, approvedBy, start, firstDay } = values;
    add.mutate(
      {
        mailbox,
        reason,
        approvedBy,
        startsAt: start === 'later' ? startOfDay(firstDay, timeZone).toISOString() : undefined,
        endsAt: endsAt?.toISOString() ?? null,
      },
      {
        onSuccess: (exception) => {
          announce(t('done', { mailbox: exception.mailbox }));
          onDone();
        },
      },
    );
  }
  return {
    values,
    today,
    endsAt,
    errors: isTried ? errors : {},
    otherError: add.error,
    add,
    set: (change: Partial<Values>) => setValues((now) => ({ ...now, ...change })),
    submit,
  };
}

export type AddExceptionForm = ReturnType<typeof useAddExceptionForm>;

function errorsOf(values: Values, today: string, t: ErrorTexts): Errors {
  const errors: Errors = {};
  if (!Mailbox.safeParse(values.mailbox).success) errors.mailbox = t('mailboxProblem');
  if (!ExceptionReason.safeParse(values.reason).success) errors.reason = t('reasonProblem');
  if (!ApprovedBy.safeParse(values.approvedBy).success) errors.approvedBy = t('approvedByProblem');
  if (values.start === 'later' && (!isDay(values.firstDay) || values.firstDay < today)) {
    errors.firstDay = t('firstDayProblem');
  }
  if (values.end === null) errors.end = t('endProblem');
  const first = values.start === 'later' ? values.firstDay : today;
  if (values.end === 'day' && (!isDay(values.lastDay) || values.lastDay < first)) {
    errors.lastDay = t('lastDayProblem');
  }
  return errors;
}
