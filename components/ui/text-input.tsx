'use client';

/* <TextInput name value onChange type="text|email|password|search" …/>, inside a <Field>. Props are those of <input>. */
import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';
import { controlClass } from '@/components/ui/control-class';
import { useFieldControl } from '@/components/ui/field';

/** One line of text. */
export function TextInput({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return (
    <input
      {...useFieldControl()}
      {...props}
      type={type}
      className={classNames(controlClass, 'read-only:bg-sunken', className)}
    />
  );
}
