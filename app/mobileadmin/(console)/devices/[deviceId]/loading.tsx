import { useTranslations } from 'next-intl';
import { PageHeader } from '@/components/patterns/page-header';
import { TableSkeleton } from '@/components/patterns/table-skeleton';

export default function DeviceLoading() {
  const t = useTranslations('devices.detail');
  return (
    <>
      <PageHeader title={t('loading')} back={{ href: '/mobileadmin/devices', label: t('back') }} />
      <TableSkeleton columns={2} label={t('loading')} />
    </>
  );
}
