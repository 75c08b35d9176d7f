import { useTranslations } from 'next-intl';
import { Alert } from '@/components/ui/alert';
import { ButtonLink } from '@/components/ui/link';

/** The link has expired, was withdrawn or used: what to do now. Without a title where the page has it. */
export function LinkNotUsable({ hasTitle = true }: { hasTitle?: boolean }) {
  const t = useTranslations('join');
  return (
    <Alert
      tone="warning"
      isLive
      title={hasTitle && t('notUsableTitle')}
      actions={<ButtonLink href="/mobileadmin/sign-in">{t('toSignIn')}</ButtonLink>}
    >
      <p>{t('notUsable')}</p>
      <p>{t('notUsableSetup')}</p>
    </Alert>
  );
}
