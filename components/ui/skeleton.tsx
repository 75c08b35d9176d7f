import { classNames } from '@/components/ui/class-names';

/** Grey bar where text will be; silent for screen readers, so put it inside something with a label. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames('block h-4 animate-pulse rounded bg-neutral-soft', className)} />;
}
