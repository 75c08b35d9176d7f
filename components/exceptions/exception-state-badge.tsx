'use client';

import { CalendarClock, CircleCheck, CircleSlash, Clock } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'next-intl';
import { isEndingSoon } from '@/components/exceptions/exception-term';
import { Badge } from '@/components/ui/badge';
import type { ExceptionView } from '@/lib/domain/exceptions/contract';

const look = {
  planned: { tone: 'info', icon: CalendarClock },
  active: { tone: 'success', icon: CircleCheck },
  expired: { tone: 'neutral', icon: Clock },
  ended: { tone: 'neutral', icon: CircleSlash },
} as const;

const TICK_MS = 60_000;

/** Where an exception stands, and a warning beside it when it will be over within a week. */
export function ExceptionStateBadge({ exception }: { exception: ExceptionView }) {
  const t = useTranslations('exceptions');
  const format = useFormatter();
  const now = useNow({ updateInterval: TICK_MS });
  const { state, endsAt } = exception;
  return (
    <span className="flex flex-wrap gap-1">
      <Badge {...look[state]}>{t(`states.${state}`)}</Badge>
      {endsAt && isEndingSoon(exception, now) && (
        <Badge tone="warning">{t('endsSoon', { when: format.relativeTime(new Date(endsAt), now) })}</Badge>
      )}
    </span>
  );
}
