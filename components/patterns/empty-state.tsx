/* <EmptyState title="No device matches “x”." hint="…" actions={<Button …/>}>…more…</EmptyState> */
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  title: ReactNode;
  /** What to do about it. */
  hint?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

/** Says that there is nothing here, why, and what leads on. Announced when it replaces a list. */
export function EmptyState({ title, hint, actions, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-2 rounded-md border border-dashed border-line-strong bg-surface px-4 py-6 sm:px-6">
      <div role="status" className="flex flex-col gap-1">
        <p className="text-base font-semibold">{title}</p>
        {hint && <div className="max-w-prose text-muted">{hint}</div>}
      </div>
      {children}
      {actions && <div className="flex flex-wrap gap-2 pt-2">{actions}</div>}
    </div>
  );
}
