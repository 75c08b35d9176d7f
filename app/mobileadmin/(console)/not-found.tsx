import { NotFoundView } from '@/components/shell/not-found-view';

/** A thing that does not exist, or not any more. */
export default function ConsoleNotFound() {
  return <NotFoundView />;
}
