'use client';

import { ErrorView } from '@/components/shell/error-view';

/** A page that failed inside its frame. */
export default function ConsoleError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorView error={error} retry={retry} />;
}
