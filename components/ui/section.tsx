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
          'flex flex-wrap items-center justify-between gap-x-4 border-b border-line px-4 py-2.5',
          actions ? 'gap-y-2' : 'gap-y-0',
        )}
      >
        <Heading id={headingId} className="min-w-0 grow font-semibold">
          {title}
        </Heading>
        {actions && <div className="flex flex-wrap gap-2 sm:-my-1">{actions}</div>}
        {/* Below both: beside the buttons there would be too little room for it in a narrow card. */}
        {description && <p className="basis-full text-muted">{description}</p>}
      </header>
      <div className={isFlush ? undefined : 'p-4'}>{children}</div>
    </section>
  );
}
