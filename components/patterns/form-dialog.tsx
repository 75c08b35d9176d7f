'use client';

/*
 * <FormDialog title="Invite someone" description={…what will happen…} actionLabel="Make the link"
 *   isPending={mutation.isPending} error={mutation.error} onClose={…} onSubmit={() => …}>
 *   …fields…
 * </FormDialog>
 * For what is made or changed by more than a reason; orders with an effect on devices use EffectDialog. Errors stand at
 * the fields: after a submit the first field that is marked invalid gets the focus. Keep it mounted only while open.
 */
import { useTranslations } from 'next-intl';
import { useId, type FormEvent, type ReactNode } from 'react';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

export interface FormDialogProps {
  title: ReactNode;
  description?: ReactNode;
  actionLabel: string;
  size?: 'md' | 'lg';
  /** Nothing to send yet. */
  isActionDisabled?: boolean;
  isPending?: boolean;
  error?: unknown;
  /** Beside the buttons, e.g. a summary of what is chosen. */
  footerNote?: ReactNode;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A form in a dialog: fields, what went wrong, and two ways out. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, actionLabel, size, isActionDisabled, isPending, error, onClose, onSubmit } = props;
  const t = useTranslations('common.formDialog');
  const formId = useId();

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // React passes events through portals: a form around the dialog's opener must not hear of it.
    event.stopPropagation();
    if (isPending || isActionDisabled) return;
    const form = event.currentTarget;
    onSubmit();
    requestAnimationFrame(() => focusFirstInvalid(form));
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={description}
      size={size}
      isBusy={isPending}
      startsInForm
      footer={
        <>
          {props.footerNote}
          <Button onClick={onClose} aria-disabled={isPending || undefined}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={isActionDisabled}
            isPending={isPending}
            pendingLabel={t('working')}
          >
            {actionLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={handleSubmit} className="flex flex-col gap-4">
        {props.children}
      </form>
      {error ? <ProblemNotice error={error} /> : null}
    </Dialog>
  );
}

function focusFirstInvalid(form: HTMLFormElement) {
  // A group of radio buttons is not marked itself: its error describes the fieldset.
  const invalid = form.querySelector('[aria-invalid="true"], fieldset[aria-describedby$="-error"] input');
  if (invalid instanceof HTMLElement) invalid.focus();
}
