'use client';

/*
 * <Switch label="Allow simple passwords" hint="…" isOn onToggle={(isOn) => …} />
 * For a setting that takes effect at once or that unlocks others; in a form with "Save" prefer Checkbox.
 */
import { useTranslations } from 'next-intl';
import { useId, type ReactNode } from 'react';

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
  const hintId = useId();
  return (
    <label className="inline-flex min-h-6 items-start gap-2">
      <span className="relative mt-0.5 inline-flex shrink-0">
        <input
          type="checkbox"
          role="switch"
          checked={isOn}
          disabled={isDisabled}
          aria-describedby={hint ? hintId : undefined}
          onChange={(event) => onToggle(event.target.checked)}
          className="peer h-5 w-9 appearance-none rounded-full border border-line-strong bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-60"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute start-0.5 top-0.5 size-4 rounded-full border border-line-strong bg-surface transition-transform peer-checked:translate-x-4 peer-checked:border-transparent"
        />
      </span>
      <span className="min-w-0">
        {label} <span className="text-muted">{isOn ? t('on') : t('off')}</span>
        {hint && (
          <span id={hintId} className="block text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
