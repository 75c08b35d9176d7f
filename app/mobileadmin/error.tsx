'use client';

import { ErrorView } from '@/components/shell/error-view';

/** A page whose frame failed too, e.g. while the database cannot be reached. */
export default function MobileadminError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto max-w-3xl px-4 py-8">
      <ErrorView error={error} retry={retry} />
    </main>
  );
}
