'use client';

import { useFormatter, useNow, useTranslations } from 'next-intl';
import { useDurationText } from '@/components/patterns/duration-text';
import { useMomentText } from '@/components/patterns/moment-text';
import type { ArrivalEstimate } from '@/lib/domain/commands/contract';

interface Contact {
  estimate: ArrivalEstimate;
  lastContactAt: string;
  /** Of the device's latest Ping, where that is known. */
  heartbeatSeconds?: number | null;
}

/** A phone on push is silent for its whole heartbeat, and is reached at once all that time. */
function isOnPush({ estimate, heartbeatSeconds }: Contact): boolean {
  return typeof heartbeatSeconds === 'number' && estimate.silentSeconds <= heartbeatSeconds;
}

/** Gives the functions that say when an order will probably arrive: as a whole sentence, or in a few words. */
export function useArrivalText() {
  const t = useTranslations('commands.estimate');
  const format = useFormatter();
  const now = useNow();
  const durationText = useDurationText();
  const momentText = useMomentText();
  const last = (contact: Contact) => format.relativeTime(new Date(contact.lastContactAt), now);

  return {
    sentence(contact: Contact): string {
      const { kind, expectedBy, usualIntervalSeconds } = contact.estimate;
      const interval = usualIntervalSeconds === null ? null : durationText(usualIntervalSeconds);
      if (isOnPush(contact)) return t('soonPush');
      if (kind === 'unknown') return t('unknown');
      if (kind === 'overdue') {
        return interval
          ? t('overdue', { last: last(contact), interval })
          : t('overdueUnknown', { last: last(contact) });
      }
      return expectedBy && interval ? t('soonBy', { interval, time: momentText(expectedBy) }) : t('soonPush');
    },
    short(contact: Contact): string {
      const { kind, expectedBy } = contact.estimate;
      if (isOnPush(contact)) return t('short.now');
      if (kind === 'unknown') return t('short.unknown');
      if (kind === 'overdue') return t('short.overdue', { last: last(contact) });
      return expectedBy ? t('short.soon', { time: momentText(expectedBy) }) : t('short.now');
    },
  };
}
