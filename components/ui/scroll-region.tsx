/* <ScrollRegion label="…" className="max-h-96">…</ScrollRegion>, or labelledBy={id} */
import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';

interface ScrollRegionProps extends Omit<ComponentProps<'section'>, 'aria-label' | 'aria-labelledby' | 'tabIndex'> {
  label?: string;
  labelledBy?: string;
}

/** A named part of the page that may scroll in itself; reachable by keyboard, so that it can be scrolled without a mouse. */
export function ScrollRegion({ label, labelledBy, className, ...props }: ScrollRegionProps) {
  return (
    <section
      {...props}
      aria-label={label}
      aria-labelledby={labelledBy}
      tabIndex={0}
      className={classNames('overflow-x-auto rounded-md border border-line', className)}
    />
  );
}
