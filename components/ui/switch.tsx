'use client';

/*
 * <Switch label="Allow simple passwords" hint="…" isOn onToggle={(isOn) => …} />
 * For a setting that takes effect at once or that unlocks others; in a form with "Save" prefer Checkbox.
 */
import { useTranslations } from 'next-intl';
import { useId, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export interface SwitchProps {
  label: ReactNode;
  hint?: ReactNode;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  isDisabled?: boolean;
}

/** A setting that is on or off; the word beside it says which. */
export function Switch({ label, hint, isOn, onToggle, isDisabled }: SwitchProps) {
  const t = useTranslations('common.switch');
  const id = useId();
  return (
    <div className="flex min-h-6 items-start gap-2">
      <button
        id={id}
        type="button"
        role="switch"
        aria-labelledby={`${id}-label`}
        aria-checked={isOn}
        aria-describedby={hint ? `${id}-hint` : undefined}
        disabled={isDisabled}
        onClick={() => onToggle(!isOn)}
        className="inline-flex h-6 shrink-0 items-center disabled:cursor-not-allowed disabled:opacity-60"
      >
        <span
          aria-hidden
          className={classNames(
            'flex h-5 w-9 items-center rounded-full border px-0.5 transition-colors',
            isOn ? 'border-accent bg-accent' : 'border-line-strong bg-sunken',
          )}
        >
          <span
            className={classNames(
              'size-3.5 rounded-full transition-transform',
              isOn ? 'translate-x-4 bg-on-accent' : 'bg-line-strong',
            )}
          />
        </span>
      </button>
      <div className="min-w-0 pt-0.5">
        <label id={`${id}-label`} htmlFor={id}>
          {label}
        </label>{' '}
        <span aria-hidden className="text-muted">
          {isOn ? t('on') : t('off')}
        </span>
        {hint && (
          <p id={`${id}-hint`} className="text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
