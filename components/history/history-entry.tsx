'use client';

import { ChevronDown, CircleUserRound, KeyRound, ServerCog, Smartphone, SquareTerminal } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { AuditSentence } from '@/components/history/audit-sentence';
import { HistoryEntryDetails } from '@/components/history/history-entry-details';
import { dateFormats } from '@/components/patterns/date-formats';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Code } from '@/components/ui/code';
import type { AuditEntry } from '@/lib/domain/history/contract';

/** Who acted, at a glance; the sentence says it in words. */
const actorIcon = {
  person: CircleUserRound,
  token: KeyRound,
  command_line: SquareTerminal,
  system: ServerCog,
  device: Smartphone,
};

/** One entry: when, a sentence, why and from where; everything else on demand. */
export function HistoryEntry({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('history.entry');
  const format = useFormatter();
  const [isOpen, setIsOpen] = useState(false);
  const detailsId = useId();
  const Icon = actorIcon[entry.actorKind];
  return (
    <li className="border-line px-3 py-2 not-first:border-t md:px-4">
      <div className="grid grid-cols-[1fr_auto] items-start gap-x-3 md:grid-cols-[4rem_minmax(0,1fr)_auto] lg:grid-cols-[4rem_minmax(0,1fr)_9rem_auto]">
        <time dateTime={entry.at} className="text-muted tabular-nums">
          {format.dateTime(new Date(entry.at), dateFormats.preciseTime)}
        </time>
        <div className="min-w-0 max-md:order-last max-md:col-span-2">
          <p className="flex items-start gap-2">
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            <span className="min-w-0">
              <AuditSentence entry={entry} />
            </span>
          </p>
          {entry.reason && (
            <p className="mt-0.5 ms-6 whitespace-pre-line text-muted">{t('reason', { reason: entry.reason })}</p>
          )}
        </div>
        <span className="text-end text-muted max-lg:hidden">
          {entry.address && <Code className="text-xs">{entry.address}</Code>}
        </span>
        <Button
          size="sm"
          variant="ghost"
          className="-my-1"
          aria-expanded={isOpen}
          aria-controls={isOpen ? detailsId : undefined}
          aria-label={t('detailsOf', { sequence: entry.sequence })}
          onClick={() => setIsOpen(!isOpen)}
        >
          <span className="max-md:sr-only">{t('details')}</span>
          <ChevronDown aria-hidden className={classNames('transition-transform', isOpen && 'rotate-180')} />
        </Button>
      </div>
      {isOpen && (
        <div id={detailsId} className="mt-2 md:ms-16 md:ps-3">
          <HistoryEntryDetails entry={entry} />
        </div>
      )}
    </li>
  );
}
