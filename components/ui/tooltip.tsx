'use client';

/*
 * <Tooltip text="…"><button …/></Tooltip>     the child must take focus and a ref
 * <TooltipProvider> stands once in the root layout. Never the only place where something is said.
 */
import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useFloatState } from '@/components/ui/float-state';

/** Once around the application: shares the delay. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Radix.Provider delayDuration={400}>{children}</Radix.Provider>;
}

/** A short hint on hover and on keyboard focus; Escape hides it. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const float = useFloatState();
  return (
    <Radix.Root open={float.isOpen} onOpenChange={float.handleOpenChange}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={float.container}>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="animate-appear z-60 max-w-72 rounded bg-ink px-2 py-1 text-xs text-canvas shadow-float"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
