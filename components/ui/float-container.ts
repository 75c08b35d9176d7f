/**
 * Where menus and tooltips are put in the document: into the open dialog, else into the page's main landmark, so that
 * screen readers find them inside a named part of the page. In the browser only; the server renders nothing that floats.
 */
export function floatContainer(): HTMLElement | undefined {
  if (typeof document === 'undefined') return undefined;
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"][data-state="open"]');
  return [...dialogs].at(-1) ?? document.querySelector('main') ?? undefined;
}
