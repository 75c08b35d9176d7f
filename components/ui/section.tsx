/*
 * <Section title="Policy" description="…" actions={<Button …/>} id="policy">…</Section>
 * A card with a heading of level 2 (or `level={3}`). `isFlush` for content that brings its own padding, e.g. a table.
 */
import { useId, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  id?: string;
  level?: 2 | 3;
  isFlush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled part of a page, a landmark by its heading. */
export function Section({ title, description, actions, id, level = 2, isFlush, className, children }: SectionProps) {
  const headingId = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className={classNames('min-w-0 rounded-md border border-line bg-surface', className)}
    >
      <header
        className={classNames(
          'flex flex-wrap justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2.5',
          description ? 'items-start' : 'items-center',
        )}
      >
        <div className={classNames('min-w-0 grow', description && 'basis-48')}>
          <Heading id={headingId} className="font-semibold">
            {title}
          </Heading>
          {description && <p className="text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2 sm:-my-1">{actions}</div>}
      </header>
      <div className={isFlush ? undefined : 'p-4'}>{children}</div>
    </section>
  );
}
