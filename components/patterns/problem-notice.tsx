'use client';

/*
 * <ProblemNotice error={error} onRetry={() => void refetch()} title="…" />
 * Takes whatever a query or mutation was rejected with. Says it in the reader's language by the problem's code; text
 * from the server is never shown. Announced (role=alert).
 */
import { RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useProblemText } from '@/components/patterns/problem-text';
import { ApiProblem } from '@/lib/console/http/api-problem';

interface ProblemNoticeProps {
  error: unknown;
  /** Says what failed, e.g. "The list could not be loaded"; else a general title. */
  title?: ReactNode;
  onRetry?: () => void;
}

/** Why something failed, what to do, and the request number by which the log can be searched. */
export function ProblemNotice({ error, title, onRetry }: ProblemNoticeProps) {
  const t = useTranslations('common.problem');
  const problemText = useProblemText();
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  return (
    <Alert
      tone="danger"
      isLive
      title={title ?? t('title')}
      actions={
        onRetry && (
          <Button size="sm" icon={RotateCw} onClick={onRetry}>
            {t('retry')}
          </Button>
        )
      }
    >
      <p>{problemText(error)}</p>
      {requestId && <p className="text-muted">{t('requestId', { requestId })}</p>}
    </Alert>
  );
}
