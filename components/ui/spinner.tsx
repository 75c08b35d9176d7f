import { LoaderCircle } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';

/** Turning mark beside a word that says what is going on; silent for screen readers. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={classNames('size-4 shrink-0 animate-spin', className)} />;
}
