import { useTranslations } from 'next-intl';
import { EmptyState } from '@/components/patterns/empty-state';
import { PageHeader } from '@/components/patterns/page-header';
import { ButtonLink } from '@/components/ui/link';

/** Stands for a page that the reader's role does not include. The domain refuses its data in any case. */
export function NotAllowed({ title }: { title: string }) {
  const t = useTranslations('common.notAllowed');
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        title={t('title')}
        hint={t('hint')}
        actions={<ButtonLink href="/mobileadmin/devices">{t('back')}</ButtonLink>}
      />
    </>
  );
}
