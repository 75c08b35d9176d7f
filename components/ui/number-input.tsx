'use client';

/*
 * <NumberInput value={4} onValueChange={(value: number | null) => …} min max step unit="minutes" />, inside a <Field>.
 * Empty means null. What is not a number yet stays in the box and is reported as NaN, so that a form can refuse it.
 */
import { useState, type ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';
import { controlClass } from '@/components/ui/control-class';
import { useFieldControl } from '@/components/ui/field';

type InputProps = Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'onChange' | 'type' | 'inputMode'>;

export interface NumberInputProps extends InputProps {
  value: number | null;
  onValueChange: (value: number | null) => void;
  unit?: string;
}

/** A whole number. Plain text with a numeric keyboard: no spin buttons and no change by the mouse wheel. */
export function NumberInput({ value, onValueChange, unit, className, ...props }: NumberInputProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const shown = Object.is(parseNumber(text), value) ? text : value === null ? '' : String(value);
  return (
    <span className="flex items-center gap-2">
      <input
        {...useFieldControl()}
        {...props}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={shown}
        className={classNames(controlClass, 'w-24 text-end tabular-nums', className)}
        onChange={(event) => {
          setText(event.target.value);
          onValueChange(parseNumber(event.target.value));
        }}
      />
      {unit && <span className="text-muted">{unit}</span>}
    </span>
  );
}

function parseNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}
