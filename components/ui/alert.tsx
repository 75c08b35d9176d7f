/*
 * <Alert tone="info|success|warning|danger" title="…" actions={<Button …/>}>…</Alert>
 * A standing notice in the page. With `isLive` it is announced when it appears (role=alert for danger, else status).
 */
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { toneClass, toneIcon, type Tone } from '@/components/ui/tone';

export interface AlertProps {
  tone?: Tone;
  title?: ReactNode;
  actions?: ReactNode;
  isLive?: boolean;
  className?: string;
  children?: ReactNode;
}

/** A notice that stands in the page until its cause is gone. */
export function Alert({ tone = 'info', title, actions, isLive, className, children }: AlertProps) {
  const Icon = toneIcon[tone];
  const role = isLive ? (tone === 'danger' ? 'alert' : 'status') : undefined;
  return (
    <div
      role={role}
      className={classNames(
        'flex items-start gap-2 rounded-md border border-current/25 px-3 py-2',
        toneClass[tone],
        className,
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="flex flex-col gap-1 text-ink">{children}</div>}
        {actions && <div className="flex flex-wrap gap-2 pt-1">{actions}</div>}
      </div>
    </div>
  );
}
