'use client';

/*
 * <Select value onValueChange={(value) => …} options={[{ value, label, isDisabled? }]} />, inside a <Field>
 * or with aria-label. `isFilter` makes it look like the filter buttons that it stands among. Other props are those of
 * <select>.
 */
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';
import { controlClass } from '@/components/ui/control-class';
import { useFieldControl } from '@/components/ui/field';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  isDisabled?: boolean;
}

export interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'value' | 'children'> {
  value?: Value;
  options: readonly SelectOption<Value>[];
  onValueChange?: (value: Value) => void;
  isFilter?: boolean;
}

/** One of several values. The browser's own list: it works everywhere, on phones best of all. */
export function Select<Value extends string>({
  options,
  onValueChange,
  isFilter,
  className,
  ...props
}: SelectProps<Value>) {
  return (
    <span className={classNames('relative block min-w-0', className)}>
      <select
        {...useFieldControl()}
        {...props}
        className={classNames(controlClass, 'appearance-none pe-8', isFilter && 'ps-3 font-medium hover:bg-sunken')}
        onChange={(event) => {
          props.onChange?.(event);
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onValueChange?.(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className={classNames(
          'pointer-events-none absolute end-2.5 top-1/2 size-4 -translate-y-1/2',
          !isFilter && 'text-muted',
        )}
      />
    </span>
  );
}
