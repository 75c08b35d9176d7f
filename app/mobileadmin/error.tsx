'use client';

import { ErrorView } from '@/components/shell/error-view';

/** A page whose frame failed too, e.g. while the database cannot be reached. */
export default function MobileadminError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="p-4">
      <ErrorView error={error} retry={retry} />
    </main>
  );
}
