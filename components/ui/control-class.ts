/** Look of every text-like control. */
export const controlClass =
  'block w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-ink placeholder:text-muted ' +
  'min-h-9 aria-invalid:border-danger aria-invalid:border-2 disabled:cursor-not-allowed disabled:opacity-60';
