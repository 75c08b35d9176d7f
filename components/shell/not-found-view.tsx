import { useTranslations } from 'next-intl';
import { ButtonLink } from '@/components/ui/link';

/** Says that nothing is at this address and leads on. */
export function NotFoundView() {
  const t = useTranslations('shell.notFound');
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-start gap-3 py-8">
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p className="text-muted">{t('hint')}</p>
      <ButtonLink href="/mobileadmin/devices">{t('back')}</ButtonLink>
    </div>
  );
}
