import { useTranslations } from 'next-intl';
import { PageHeader } from '@/components/patterns/page-header';
import { ButtonLink } from '@/components/ui/link';

/** Stands in the frame of the console for a page that does not exist: says so and leads on. */
export function NotFoundView() {
  const t = useTranslations('shell.notFound');
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')} />
      <ButtonLink href="/mobileadmin/devices">{t('back')}</ButtonLink>
    </>
  );
}
