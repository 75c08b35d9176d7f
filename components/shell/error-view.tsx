'use client';

/* <ErrorView error={error} retry={retry} />: what stands in place of a page that could not be rendered. */
import { RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';

interface ErrorViewProps {
  error: unknown;
  retry: () => void;
}

/** Says that a page failed, by which number the log knows it, and offers another try. */
export function ErrorView({ error, retry }: ErrorViewProps) {
  const t = useTranslations('shell.error');
  const digest = digestOf(error);
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      {/* The page's own title went with the page. */}
      <title>{t('title')}</title>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <Alert
        tone="danger"
        isLive
        actions={
          <>
            <Button icon={RotateCw} onClick={retry}>
              {t('retry')}
            </Button>
            <ButtonLink href="/mobileadmin" variant="ghost">
              {t('back')}
            </ButtonLink>
          </>
        }
      >
        <p>{t('hint')}</p>
        {digest && <p className="text-muted">{t('digest', { digest })}</p>}
      </Alert>
    </div>
  );
}

/** Next gives errors of server components a number that its log has too. */
function digestOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return null;
  return typeof error.digest === 'string' ? error.digest : null;
}
