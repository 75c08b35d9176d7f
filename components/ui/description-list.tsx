/*
 * <DescriptionList><Description term="Mailbox">…</Description>…</DescriptionList>
 * Two columns where there is room, one below the other where not.
 */
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

/** Facts about one thing. */
export function DescriptionList({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={classNames('@container flex flex-col', className)}>{children}</dl>;
}

/** One fact: what it is, and its value. */
export function Description({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 border-line py-1.5 not-first:border-t @md:grid-cols-[minmax(8rem,13rem)_1fr]">
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
