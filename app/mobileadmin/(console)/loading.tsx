import { useTranslations } from 'next-intl';
import { TableSkeleton } from '@/components/patterns/table-skeleton';

/** Stands in for a page while the server prepares it. */
export default function ConsoleLoading() {
  const t = useTranslations('shell');
  return <TableSkeleton columns={5} label={t('loading')} />;
}
