'use client';

import { useTranslations } from 'next-intl';
import { useAddExceptionForm } from '@/components/exceptions/add-exception-form';
import { EndField, StartField } from '@/components/exceptions/exception-term-fields';
import { HolderField } from '@/components/exceptions/holder-field';
import { ScopeField } from '@/components/exceptions/scope-field';
import { FormDialog } from '@/components/patterns/form-dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import type { ExceptionView } from '@/lib/domain/exceptions/contract';

interface AddExceptionDialogProps {
  /** The one to go on from; its holder stays. */
  renewed?: ExceptionView;
  onClose: () => void;
}

/**
 * Exempts a mailbox or a group: which, from what, why, who said so, and until when. "Until someone ends it" must be chosen,
 * it is no default.
 */
export function AddExceptionDialog({ renewed, onClose }: AddExceptionDialogProps) {
  const t = useTranslations('exceptions.add');
  const form = useAddExceptionForm(onClose, renewed);
  const { values, set, errors } = form;
  const name = renewed?.mailbox ?? renewed?.group ?? '';
  return (
    <FormDialog
      title={renewed ? t('renewTitle', { name }) : t('title')}
      description={values.scope === 'all' ? t('effect') : t('effectSettings')}
      actionLabel={renewed ? t('renewAction') : t('action')}
      isPending={form.add.isPending}
      error={form.otherError}
      onClose={onClose}
      onSubmit={form.submit}
    >
      {!renewed && <HolderField form={form} />}
      <ScopeField form={form} />
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
