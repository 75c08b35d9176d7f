'use client';

/*
 * <RadioGroup legend="Language" name="locale" value onValueChange={(value) => …}
 *   options={[{ value, label, hint?, isDisabled? }]} error hint isInline />
 */
import { useId, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { FieldError } from '@/components/ui/field';

export interface RadioOption<Value extends string> {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  isDisabled?: boolean;
}

export interface RadioGroupProps<Value extends string> {
  legend: ReactNode;
  isLegendHidden?: boolean;
  name: string;
  value: Value | null;
  options: readonly RadioOption<Value>[];
  onValueChange: (value: Value) => void;
  error?: ReactNode;
  isInline?: boolean;
}

/** One of a few values, all in sight. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { legend, isLegendHidden, name, value, options, onValueChange, error, isInline } = props;
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0">
      <legend className={classNames('mb-1 font-medium', isLegendHidden && 'sr-only')}>{legend}</legend>
      <div className={classNames('flex gap-x-4 gap-y-1', isInline ? 'flex-wrap' : 'flex-col')}>
        {options.map((option) => (
          <label key={option.value} className="inline-flex min-h-6 items-start gap-2">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.isDisabled}
              aria-describedby={option.hint ? `${id}-${option.value}` : undefined}
              onChange={() => onValueChange(option.value)}
              className="mt-0.5 size-4 shrink-0"
            />
            <span className="min-w-0">
              {option.label}
              {option.hint && (
                <span id={`${id}-${option.value}`} className="block text-muted">
                  {option.hint}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
