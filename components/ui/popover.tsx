'use client';

/* <Popover trigger={<Button>…</Button>} label="Filter by state" align="start|end">…any controls…</Popover> */
import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { floatClass } from '@/components/ui/menu-class';

export interface PopoverProps {
  trigger: ReactNode;
  /** Accessible name of what opens. */
  label: string;
  align?: 'start' | 'end';
  className?: string;
  children: ReactNode;
}

/** A small non-modal panel behind a button, for controls rather than actions. */
export function Popover({ trigger, label, align = 'start', className, children }: PopoverProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={classNames(floatClass, 'w-72 max-w-[calc(100vw-1rem)] p-3', className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
