import { useTranslations } from 'next-intl';
import { Alert } from '@/components/ui/alert';
import { ButtonLink } from '@/components/ui/link';

/** The link has expired, was withdrawn or used: what to do now. */
export function LinkNotUsable() {
  const t = useTranslations('join');
  return (
    <Alert
      tone="warning"
      isLive
      title={t('notUsableTitle')}
      actions={<ButtonLink href="/mobileadmin/sign-in">{t('toSignIn')}</ButtonLink>}
    >
      <p>{t('notUsable')}</p>
      <p>{t('notUsableSetup')}</p>
    </Alert>
  );
}
