'use client';

/*
 * const dialog = useDialogParam(['wipe', 'delete'] as const);
 * dialog.name is one of them or null; dialog.open('wipe'); dialog.close()
 * The open dialog stands in the address (`?dialog=wipe`): it can be linked to, and "back" closes it.
 */
import { useSearchParams } from 'next/navigation';

const PARAM = 'dialog';

/** Which dialog of a page is open. */
export function useDialogParam<Name extends string>(names: readonly Name[]) {
  const searchParams = useSearchParams();
  const name = names.find((one) => one === searchParams.get(PARAM)) ?? null;

  function go(next: Name | null) {
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
