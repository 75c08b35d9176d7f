'use client';

/*
 * const dialog = useDialogParam(['wipe', 'delete'] as const);
 * dialog.name is one of them or null; dialog.open('wipe'); dialog.close()
 * The open dialog stands in the address (`?dialog=wipe`): it can be linked to, and "back" closes it.
 */
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';

const PARAM = 'dialog';

/**
 * Which dialog of a page is open. The router follows the address a moment later; until then what was asked for holds,
 * so that a dialog opens and closes at once.
 */
export function useDialogParam<Name extends string>(names: readonly Name[]) {
  const searchParams = useSearchParams();
  const inAddress = names.find((one) => one === searchParams.get(PARAM)) ?? null;
  const [asked, setAsked] = useState<{ name: Name | null } | null>(null);
  if (asked && asked.name === inAddress) setAsked(null);
  const name = asked ? asked.name : inAddress;

  function go(next: Name | null) {
    setAsked({ name: next });
    const params = new URLSearchParams(window.location.search);
    if (next) params.set(PARAM, next);
    else params.delete(PARAM);
    const query = params.toString();
    const href = window.location.pathname + (query === '' ? '' : `?${query}`) + window.location.hash;
    if (next) window.history.pushState(null, '', href);
    else window.history.replaceState(null, '', href);
  }
  return { name, open: (next: Name) => go(next), close: () => go(null) };
}
