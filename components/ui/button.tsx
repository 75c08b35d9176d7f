'use client';

/*
 * <Button variant="primary|secondary|danger|danger-quiet|ghost" size="md|sm" icon={Trash2} isPending pendingLabel="…">
 * Type is "button" unless set. While pending the button keeps its focus and its place and ignores clicks.
 */
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent } from 'react';
import { buttonClass, type ButtonLook } from '@/components/ui/button-class';
import { classNames } from '@/components/ui/class-names';
import { Spinner } from '@/components/ui/spinner';

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  icon?: LucideIcon;
  isPending?: boolean;
  /** Replaces the label while pending, e.g. "Saving …". */
  pendingLabel?: string;
}

/** A button. Not `disabled` while it works: that would drop the keyboard focus and say nothing to a screen reader. */
export function Button({ icon: Icon, isPending, pendingLabel, variant, size, ...props }: ButtonProps) {
  const { children, className, onClick, type = 'button', ...rest } = props;
  function handleClick(event: MouseEvent<HTMLButtonElement>) {
    if (isPending) event.preventDefault();
    else onClick?.(event);
  }
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isPending || rest['aria-disabled'] || undefined}
      className={classNames(buttonClass({ variant, size }), className)}
      onClick={handleClick}
    >
      {isPending ? <Spinner /> : Icon && <Icon aria-hidden />}
      {isPending && pendingLabel ? pendingLabel : children}
    </button>
  );
}
