import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NotFoundView } from '@/components/shell/not-found-view';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell.notFound');
  return { title: t('title') };
}

/** An address that no page has. */
export default function NotFound() {
  return (
    <main className="p-4">
      <NotFoundView />
    </main>
  );
}
