'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { RelativeTime } from '@/components/patterns/relative-time';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Code } from '@/components/ui/code';
import { Section } from '@/components/ui/section';
import { settingQueries } from '@/lib/console/settings/queries';
import type { MailServerView } from '@/lib/domain/mail-servers/contract';

/** The mail servers of the engine, and what is the matter with them. */
export function MailServerSection({ className }: { className?: string }) {
  const t = useTranslations('settings.mailServers');
  const { data, error, isPending, refetch } = useQuery(settingQueries.mailServers());
  return (
    <Section id="mail-servers" title={t('title')} description={t('description')} className={className}>
      {isPending && <TableSkeleton columns={2} rows={2} label={t('loading')} />}
      {error && (
        <ProblemNotice title={data ? t('refreshFailed') : t('failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data?.servers.length === 0 && <p className="text-muted">{t('demo')}</p>}
      {data && data.servers.length > 0 && (
        <ul className="grid gap-4 md:grid-cols-2">
          {data.servers.map((server) => (
            <MailServerItem key={server.protocol} server={server} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function MailServerItem({ server }: { server: MailServerView }) {
  const t = useTranslations('settings.mailServers');
  const { protocol, address, problem, since, lastSuccessAt, lastFailureAt } = server;
  const isTried = lastSuccessAt !== null || lastFailureAt !== null;
  const moment = (at: string) => () => <RelativeTime at={at} />;
  return (
    <li className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{t(protocol)}</h3>
        {problem !== null ? (
          <Badge tone={problem === 'not_configured' ? 'warning' : 'danger'}>{t('broken')}</Badge>
        ) : (
          <Badge tone={isTried ? 'success' : 'neutral'}>{isTried ? t('working') : t('untried')}</Badge>
        )}
      </div>
      {address === null ? <span className="text-muted">{t('noAddress')}</span> : <Code>{address}</Code>}
      {problem !== null && (
        <Alert
          tone={problem === 'not_configured' ? 'warning' : 'danger'}
          title={t('trouble', { protocol: protocol.toUpperCase(), problem: t(`problems.${problem}`) })}
        >
          <p>{t(`remedies.${problem}`)}</p>
          <p className="text-muted">{t.rich('since', { when: moment(since) })}</p>
        </Alert>
      )}
      <div className="text-muted">
        {problem === null && !isTried && <p>{t('untriedHint')}</p>}
        {lastSuccessAt !== null && <p>{t.rich('lastSuccess', { when: moment(lastSuccessAt) })}</p>}
        {lastSuccessAt === null && isTried && <p>{t('neverWorked')}</p>}
        {lastFailureAt !== null && <p>{t.rich('lastFailure', { when: moment(lastFailureAt) })}</p>}
      </div>
    </li>
  );
}
