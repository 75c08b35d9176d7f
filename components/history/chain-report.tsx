'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { dateFormats } from '@/components/patterns/date-formats';
import { Alert } from '@/components/ui/alert';
import { Copyable } from '@/components/ui/copyable';
import { Description, DescriptionList } from '@/components/ui/description-list';
import type { ChainReport } from '@/lib/domain/history/contract';

/** Outcome of a check: intact, with what to write down; or the first bad entry and what is wrong with it. */
export function ChainReportView({ report }: { report: ChainReport }) {
  const t = useTranslations('history.verify');
  const format = useFormatter();
  const at = format.dateTime(new Date(report.checkedAt), dateFormats.preciseMoment);
  const { firstBad, checked: count } = report;
  return (
    <>
      {firstBad ? (
        <Alert tone="danger" isLive title={t('broken', { sequence: firstBad.sequence })}>
          <p>{t(`problems.${firstBad.problem}`)}</p>
          <p>{t('brokenText', { count, at })}</p>
          <p>{t('brokenNext')}</p>
        </Alert>
      ) : (
        <Alert tone="success" isLive title={t('intact')}>
          {count === 0 ? t('empty') : t('intactText', { count, at })}
        </Alert>
      )}
      <Head report={report} />
    </>
  );
}

function Head({ report: { headSequence, headHash, isIntact } }: { report: ChainReport }) {
  const t = useTranslations('history.verify');
  if (headSequence === null || headHash === null) return null;
  return (
    <section aria-label={isIntact ? t('head') : t('lastGood')} className="flex flex-col gap-1">
      <h3 className="font-semibold">{isIntact ? t('head') : t('lastGood')}</h3>
      {isIntact && <p>{t('headText')}</p>}
      <DescriptionList>
        <Description term={t('headSequence')}>
          <Copyable value={headSequence} label={t('copySequence')} />
        </Description>
        <Description term={t('headHash')}>
          <Copyable value={headHash} label={t('copyHash')} />
        </Description>
      </DescriptionList>
    </section>
  );
}
