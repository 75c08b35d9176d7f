'use client';

/*
 * <IconButton icon={X} label="Close" variant="ghost" />
 * The label is its accessible name and its tooltip. Other props are those of <button>.
 */
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { buttonClass, type ButtonLook } from '@/components/ui/button-class';
import { classNames } from '@/components/ui/class-names';
import { Tooltip } from '@/components/ui/tooltip';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'>, ButtonLook {
  icon: LucideIcon;
  label: string;
}

/** A button that shows only an icon; named and explained by `label`. */
export function IconButton({ icon: Icon, label, variant = 'ghost', size, className, ...props }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...props}
        aria-label={label}
        className={classNames(buttonClass({ variant, size }), size === 'sm' ? 'w-7 px-0' : 'w-9 px-0', className)}
      >
        <Icon aria-hidden />
      </button>
    </Tooltip>
  );
}
