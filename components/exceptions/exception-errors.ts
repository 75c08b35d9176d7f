import { isDay } from '@/lib/console/i18n/zoned-day';
import { AddExceptionInput } from '@/lib/domain/exceptions/contract';
import type { PolicySettingName } from '@/lib/domain/policies/contract';

/** What stands in the form. */
export interface ExceptionValues {
  holder: 'mailbox' | 'group';
  mailbox: string;
  groupId: string;
  scope: 'all' | 'settings';
  settings: readonly PolicySettingName[];
  reason: string;
  approvedBy: string;
  start: 'now' | 'later';
  firstDay: string;
  /** Nothing is chosen at first: an exception without an end is a decision. */
  end: 'day' | 'open' | null;
  lastDay: string;
  /** Null: nobody is reminded. */
  remindDays: number | null;
}

export type ExceptionErrors = Partial<Record<keyof ExceptionValues, string>>;

const {
  mailbox: Mailbox,
  reason: ExceptionReason,
  approvedBy: ApprovedBy,
  remindDays: RemindDays,
} = AddExceptionInput.shape;

/**
 * What is missing or wrong, in words.
 *
 * @param days today, and the first day on which the exception can begin if it begins by itself
 */
export function exceptionErrors(
  values: ExceptionValues,
  { today, earliest }: { today: string; earliest: string },
  t: (key: string) => string,
): ExceptionErrors {
  const errors: ExceptionErrors = {};
  const hasMailbox = values.mailbox.trim() !== '' && Mailbox.safeParse(values.mailbox).success;
  if (values.holder === 'mailbox' && !hasMailbox) errors.mailbox = t('mailboxProblem');
  if (values.holder === 'group' && values.groupId === '') errors.groupId = t('groupProblem');
  if (values.scope === 'settings' && values.settings.length === 0) errors.settings = t('settingsProblem');
  if (!ExceptionReason.safeParse(values.reason).success) errors.reason = t('reasonProblem');
  if (!ApprovedBy.safeParse(values.approvedBy).success) errors.approvedBy = t('approvedByProblem');
  return { ...errors, ...termErrors(values, { today, earliest }, t) };
}

function termErrors(
  values: ExceptionValues,
  { today, earliest }: { today: string; earliest: string },
  t: (key: string) => string,
): ExceptionErrors {
  const errors: ExceptionErrors = {};
  const { start, firstDay, end, lastDay } = values;
  if (start === 'later' && (!isDay(firstDay) || firstDay < today)) errors.firstDay = t('firstDayProblem');
  if (end === null) errors.end = t('endProblem');
  const first = start === 'later' ? firstDay : earliest;
  if (end !== 'day') return errors;
  if (!isDay(lastDay) || lastDay < first) errors.lastDay = t('lastDayProblem');
  if (!RemindDays.safeParse(values.remindDays).success) errors.remindDays = t('remindDaysProblem');
  return errors;
}
