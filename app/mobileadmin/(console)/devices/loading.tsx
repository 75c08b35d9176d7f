import { useTranslations } from 'next-intl';
import { PageHeader } from '@/components/patterns/page-header';
import { TableSkeleton } from '@/components/patterns/table-skeleton';

export default function DevicesLoading() {
  const t = useTranslations('devices.list');
  return (
    <>
      <PageHeader title={t('title')} />
      <TableSkeleton columns={7} rows={12} label={t('loading')} />
    </>
  );
}
