'use client';

/*
 * <Field label="Reason" hint="Goes into the history" error={error} isRequired>
 *   <TextInput name="reason" />
 * </Field>
 * The control inside (TextInput, NumberInput, Textarea, Select) takes id, aria-describedby, aria-invalid and
 * aria-required from here. For a group of controls use RadioGroup or FieldSet.
 */
import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createContext, use, useId, useMemo, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

const FieldContext = createContext<FieldControl | null>(null);

/** What a control inside a `Field` puts on its element; nothing outside of one. */
export function useFieldControl(): Partial<FieldControl> {
  return use(FieldContext) ?? {};
}

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** Whole sentence that says what to do; null or undefined: no error. */
  error?: ReactNode;
  isRequired?: boolean;
  /** For a label that the surroundings make visible already. */
  isLabelHidden?: boolean;
  className?: string;
  children: ReactNode;
}

/** Label, hint and error around one control, tied to it for assistive technology. */
export function Field({ label, hint, error, isRequired, isLabelHidden, className, children }: FieldProps) {
  const t = useTranslations('common.field');
  const id = useId();
  const control = useMemo<FieldControl>(
    () => ({
      id,
      'aria-describedby': [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined,
      'aria-invalid': error ? true : undefined,
      'aria-required': isRequired ? true : undefined,
    }),
    [id, hint, error, isRequired],
  );
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={classNames('font-medium', isLabelHidden && 'sr-only')}>
        {label}
        {!isRequired && isRequired !== undefined && <span className="font-normal text-muted"> {t('optional')}</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-muted">
          {hint}
        </p>
      )}
      <FieldContext value={control}>{children}</FieldContext>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

/** The error line of a field or group. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1 text-danger-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
