'use client';

import { useTranslations } from 'next-intl';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Badge } from '@/components/ui/badge';
import { Section } from '@/components/ui/section';
import type { Tone } from '@/components/ui/tone';
import type { PolicyExchange } from '@/lib/domain/policies/contract';

const tones: Record<PolicyExchange['kind'], Tone> = {
  demanded: 'neutral',
  told: 'info',
  acknowledged: 'success',
  partly_applied: 'warning',
  refused: 'danger',
  managed_elsewhere: 'warning',
  loop_stopped: 'danger',
};

/** What was sent when, and what the device made of it; the newest first. */
export function PolicyExchanges({ exchanges }: { exchanges: readonly PolicyExchange[] }) {
  const t = useTranslations('policies.effective');
  return (
    <Section title={t('exchanges')}>
      {exchanges.length === 0 ? (
        <p className="text-muted">{t('noExchanges')}</p>
      ) : (
        <ol>
          {exchanges.map(({ id, at, kind, policy, protocolVersion, isCurrent, isAccepted }) => (
            <li key={id} className="flex flex-wrap gap-x-4 gap-y-1 border-line py-2 not-first:border-t first:pt-0">
              <AbsoluteTime at={at} className="w-44 shrink-0 text-muted" />
              <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
                <Badge tone={tones[kind]}>{t(`kinds.${kind}`)}</Badge>
                {policy && <span>{policy}</span>}
                {protocolVersion && <span className="text-muted">{t('inVersion', { version: protocolVersion })}</span>}
                {isCurrent !== null && <span className="text-muted">{t(isCurrent ? 'asNow' : 'otherThanNow')}</span>}
                {isAccepted !== null && <span className="text-muted">{t(isAccepted ? 'letIn' : 'notLetIn')}</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
