import { useTranslations } from 'next-intl';
import { PageHeader } from '@/components/patterns/page-header';
import { TableSkeleton } from '@/components/patterns/table-skeleton';

export default function MailboxLoading() {
  const t = useTranslations('mailbox');
  return (
    <>
      <PageHeader title={t('loading')} back={{ href: '/mobileadmin/people?tab=mailboxes', label: t('back') }} />
      <TableSkeleton columns={2} label={t('loading')} />
    </>
  );
}
