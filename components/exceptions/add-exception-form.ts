'use client';

import { useMutation } from '@tanstack/react-query';
import { useNow, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { exceptionErrors, type ExceptionValues } from '@/components/exceptions/exception-errors';
import { endAfter } from '@/components/exceptions/exception-term';
import { useAnnounce } from '@/components/ui/announcer';
import { addExceptionMutation } from '@/lib/console/exceptions/queries';
import { dayOf, isDay, startOfDay } from '@/lib/console/i18n/zoned-day';
import type { ExceptionView } from '@/lib/domain/exceptions/contract';

const REMIND_DAYS = 7;

/** A renewal begins with what was decided before; who approves it now has to be said anew. */
function initialValues(renewed: ExceptionView | undefined): ExceptionValues {
  return {
    holder: renewed && renewed.mailbox === null ? 'group' : 'mailbox',
    mailbox: renewed?.mailbox ?? '',
    groupId: renewed?.groupId ?? '',
    scope: renewed && renewed.settings.length > 0 ? 'settings' : 'all',
    settings: renewed?.settings ?? [],
    reason: renewed?.reason ?? '',
    approvedBy: '',
    start: 'now',
    firstDay: '',
    end: null,
    lastDay: '',
    remindDays: REMIND_DAYS,
  };
}

/** State, checks and sending of the form that exempts a mailbox or a group. Errors show after the first try. */
export function useAddExceptionForm(onDone: () => void, renewed?: ExceptionView) {
  const t = useTranslations('exceptions.add');
  const announce = useAnnounce();
  const timeZone = useTimeZone() ?? 'UTC';
  const now = useNow();
  const today = dayOf(now, timeZone);
  const add = useMutation(addExceptionMutation);
  const [values, setValues] = useState(() => initialValues(renewed));
  const [isTried, setIsTried] = useState(false);
  /** When a renewal begins that says nothing else: the end of the other one, if that is still to come. */
  const renewsAt =
    renewed?.endsAt && !renewed.endedAt && new Date(renewed.endsAt) > now ? new Date(renewed.endsAt) : null;
  const earliest = renewsAt ? dayOf(renewsAt, timeZone) : today;
  const errors = exceptionErrors(values, { today, earliest }, t);
  const endsAt = values.end === 'day' && isDay(values.lastDay) ? endAfter(values.lastDay, timeZone) : null;

  function submit() {
    setIsTried(true);
    if (Object.keys(errors).length > 0) return;
    const { holder, mailbox, groupId, scope, settings, reason, approvedBy, start, firstDay, remindDays } = values;
    add.mutate(
      {
        ...(holder === 'mailbox' ? { mailbox } : { groupId }),
        settings: scope === 'all' ? [] : [...settings],
        reason,
        approvedBy,
        startsAt: start === 'later' ? startOfDay(firstDay, timeZone).toISOString() : undefined,
        endsAt: endsAt?.toISOString() ?? null,
        remindDays,
        renewalOfId: renewed?.id,
      },
      {
        onSuccess: (exception) => {
          announce(t('done', { holder: exception.mailbox ?? exception.group ?? '' }));
          onDone();
        },
      },
    );
  }
  return {
    values,
    today,
    endsAt,
    renewsAt,
    errors: isTried ? errors : {},
    otherError: add.error,
    add,
    set: (change: Partial<ExceptionValues>) => setValues((before) => ({ ...before, ...change })),
    submit,
  };
}

export type AddExceptionForm = ReturnType<typeof useAddExceptionForm>;
