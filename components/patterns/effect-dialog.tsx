'use client';

/*
 * <EffectDialog
 *   isOpen onClose
 *   title="Wipe this device"
 *   effect={…}                  what will happen, to whom, and whether it can be taken back; never "are you sure?"
 *   actionLabel="Queue the wipe"   isDangerous
 *   asksReason (default true)  reasonHint
 *   confirm={{ label, expected: "Anna's iPhone", mismatch }}      what must be typed, where more than a reason is needed
 *   isPending  error            of the mutation
 *   renderError={(error) => …}  instead of the general notice, e.g. for "too late"
 *   isBlocked                   the effect is not known (yet) or forbids it: the action is not offered
 *   onConfirm={({ reason, typed }) => …}
 *   closeLabel                  of the button that does nothing, default "Leave as it is"
 * />
 * Keep it mounted only while open (`{isOpen && <EffectDialog …/>}`) or give it a key, so that each opening starts empty.
 */
import { useTranslations } from 'next-intl';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { matchesTyped } from '@/components/patterns/matches-typed';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';

const REASON_LIMIT = 500;
const fieldNames = { reason: 'reason', typed: 'typed' } as const;

export interface Confirmation {
  reason: string;
  /** What `confirm` asked for, once it was typed; empty if nothing was asked for. */
  typed: string;
}

export interface EffectDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  effect: ReactNode;
  actionLabel: string;
  isDangerous?: boolean;
  asksReason?: boolean;
  reasonHint?: ReactNode;
  confirm?: {
    label: ReactNode;
    expected: string;
    /** What the field says if something else was typed. */
    mismatch: string;
  };
  size?: 'md' | 'lg';
  isPending?: boolean;
  isBlocked?: boolean;
  /** Of the button that closes without doing anything. */
  closeLabel?: string;
  error?: unknown;
  renderError?: (error: unknown) => ReactNode;
  onConfirm: (confirmation: Confirmation) => void;
}

/** Says what an action does before it is done, and asks for what the history needs. */
export function EffectDialog(props: EffectDialogProps) {
  const { isOpen, onClose, title, effect, actionLabel, isDangerous, size, isPending, isBlocked, error } = props;
  const t = useTranslations('common.effectDialog');
  const formId = useId();
  const form = useConfirmationForm(props);
  const notice = error ? (props.renderError?.(error) ?? <ProblemNotice error={error} />) : null;

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => !next && onClose()}
      title={title}
      // A long effect, such as a table, would be read out in one breath as a description.
      description={size === 'lg' ? undefined : effect}
      size={size}
      isBusy={isPending}
      footer={
        <>
          <Button onClick={onClose} aria-disabled={isPending || undefined}>
            {props.closeLabel ?? t('keep')}
          </Button>
          {!isBlocked && (
            <Button
              type="submit"
              form={formId}
              variant={isDangerous ? 'danger' : 'primary'}
              isPending={isPending}
              pendingLabel={t('working')}
            >
              {actionLabel}
            </Button>
          )}
        </>
      }
    >
      {size === 'lg' && effect}
      {!isBlocked && <ConfirmationFields id={formId} form={form} dialog={props} />}
      {notice}
    </Dialog>
  );
}

interface ConfirmationFieldsProps {
  id: string;
  form: ReturnType<typeof useConfirmationForm>;
  dialog: EffectDialogProps;
}

function ConfirmationFields({ id, form, dialog }: ConfirmationFieldsProps) {
  const t = useTranslations('common.effectDialog');
  return (
    <form id={id} noValidate onSubmit={form.handleSubmit} className="flex flex-col gap-4">
      {dialog.asksReason !== false && (
        <Field label={t('reason')} hint={dialog.reasonHint ?? t('reasonHint')} error={form.reasonError} isRequired>
          <Textarea
            name={fieldNames.reason}
            rows={2}
            value={form.reason}
            onChange={(event) => form.setReason(event.target.value)}
          />
        </Field>
      )}
      {dialog.confirm && (
        <Field label={dialog.confirm.label} error={form.typedError} isRequired>
          <TextInput
            name={fieldNames.typed}
            autoComplete="off"
            spellCheck={false}
            value={form.typed}
            onChange={(event) => form.setTyped(event.target.value)}
          />
        </Field>
      )}
    </form>
  );
}

/** State and checks of the form. Errors show after the first try and go as soon as the entry is right. */
function useConfirmationForm({ asksReason = true, confirm, isPending, onConfirm }: EffectDialogProps) {
  const t = useTranslations('common.effectDialog');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [isTried, setIsTried] = useState(false);

  const reasonProblem = asksReason ? checkReason(reason) : null;
  const isMismatch = confirm !== undefined && !matchesTyped(typed, confirm.expected);

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    setIsTried(true);
    if (reasonProblem) focusField(event.currentTarget, fieldNames.reason);
    else if (isMismatch) focusField(event.currentTarget, fieldNames.typed);
    else onConfirm({ reason: reason.trim(), typed: confirm?.expected ?? '' });
  }
  return {
    reason,
    setReason,
    reasonError: isTried && reasonProblem ? t(reasonProblem) : undefined,
    typed,
    setTyped,
    typedError: isTried && isMismatch ? confirm.mismatch : undefined,
    handleSubmit,
  };
}

function checkReason(reason: string) {
  if (reason.trim() === '') return 'reasonMissing';
  return reason.trim().length > REASON_LIMIT ? 'reasonTooLong' : null;
}

function focusField(form: HTMLFormElement, name: string) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
