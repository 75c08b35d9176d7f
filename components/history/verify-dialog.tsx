'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useNow, useTranslations } from 'next-intl';
import { ChainReportView } from '@/components/history/chain-report';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { historyQueries, verifyHistoryMutation } from '@/lib/console/history/queries';

/** Recalculates the chain of hashes and tells how it stands: what to write down, or where it is broken. */
export function VerifyDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('history.verify');
  const verify = useMutation(verifyHistoryMutation);
  const { data, error, isPending, submittedAt } = verify;
  return (
    <Dialog
      isOpen
      size="lg"
      onOpenChange={onClose}
      title={t('title')}
      description={t('text')}
      footer={
        <>
          <Button onClick={onClose}>{t('close')}</Button>
          <Button variant="primary" isPending={isPending} onClick={() => verify.mutate()}>
            {data ? t('again') : t('start')}
          </Button>
        </>
      }
    >
      {isPending && <VerifyProgress startedAt={submittedAt} />}
      {error && <ProblemNotice title={t('failed')} error={error} />}
      {data && <ChainReportView report={data} />}
    </Dialog>
  );
}

const TICK_MS = 1000;
const newest = { limit: 1 };

/** How many entries there are to check, and for how long it has been going on. */
function VerifyProgress({ startedAt }: { startedAt: number }) {
  const t = useTranslations('history.verify');
  const now = useNow({ updateInterval: TICK_MS });
  const { data } = useQuery(historyQueries.list(newest));
  const count = Number(data?.entries[0]?.sequence ?? 0);
  const seconds = Math.max(0, Math.round((now.getTime() - startedAt) / TICK_MS));
  return (
    <div className="flex flex-col gap-1">
      <p id="verify-progress" role="status">
        {t('running', { count })}
      </p>
      <progress aria-labelledby="verify-progress" className="w-full accent-accent" />
      <p className="text-muted">{t('elapsed', { seconds })}</p>
    </div>
  );
}
