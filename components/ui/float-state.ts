'use client';

import { useState } from 'react';

/**
 * State of something that floats above the page: whether it is open, and where in the document it is put: into the
 * open dialog, else into the page's main landmark, so that screen readers find it inside a named part of the page.
 * The place is looked up at each opening; a dialog that was open at some earlier rendering may be gone by now.
 */
export function useFloatState() {
  const [isOpen, setIsOpen] = useState(false);
  const [container, setContainer] = useState<HTMLElement>();

  function handleOpenChange(next: boolean) {
    if (next) setContainer(findContainer());
    setIsOpen(next);
  }
  return { isOpen, container, handleOpenChange };
}

function findContainer(): HTMLElement | undefined {
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"][data-state="open"]');
  return [...dialogs].at(-1) ?? document.querySelector('main') ?? undefined;
}
