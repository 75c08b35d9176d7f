'use client';

/*
 * <Checkbox label="Require encryption" hint="…" checked onCheckedChange={(isChecked) => …} isIndeterminate isLabelHidden />
 * Other props are those of <input>. The whole line is the target.
 */
import { useCallback, useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'ref'> {
  label: ReactNode;
  hint?: ReactNode;
  isIndeterminate?: boolean;
  /** The label is there for assistive technology only, e.g. in a table. */
  isLabelHidden?: boolean;
  onCheckedChange?: (isChecked: boolean) => void;
}

/** A tick box with its label. */
export function Checkbox({
  label,
  hint,
  isIndeterminate = false,
  isLabelHidden,
  onCheckedChange,
  className,
  ...props
}: CheckboxProps) {
  const hintId = useId();
  const setIndeterminate = useCallback(
    (element: HTMLInputElement | null) => {
      if (element) element.indeterminate = isIndeterminate;
    },
    [isIndeterminate],
  );
  return (
    <label
      className={classNames(
        'inline-flex min-h-6 min-w-6 items-start gap-2',
        isLabelHidden && 'items-center justify-center',
        className,
      )}
    >
      <input
        {...props}
        ref={setIndeterminate}
        type="checkbox"
        aria-describedby={hint ? hintId : props['aria-describedby']}
        className={classNames('size-4 shrink-0', !isLabelHidden && 'mt-0.5')}
        onChange={(event) => {
          props.onChange?.(event);
          onCheckedChange?.(event.target.checked);
        }}
      />
      <span className={classNames('min-w-0', isLabelHidden && 'sr-only')}>
        {label}
        {hint && (
          <span id={hintId} className="block text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
