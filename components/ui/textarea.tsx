'use client';

/* <Textarea name rows={3} …/>, inside a <Field>. Props are those of <textarea>. */
import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';
import { controlClass } from '@/components/ui/control-class';
import { useFieldControl } from '@/components/ui/field';

/** Several lines of text. */
export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...useFieldControl()}
      {...props}
      rows={rows}
      className={classNames(controlClass, 'resize-y read-only:bg-sunken', className)}
    />
  );
}
