'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FormerDeviceNotice } from '@/components/patterns/former-device-notice';
import { RelativeTime } from '@/components/patterns/relative-time';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { TextLink } from '@/components/ui/link';
import type { QuarantinePage } from '@/lib/domain/access/contract';

export type Waiting = QuarantinePage['devices'][number];
export type Decision = 'allow' | 'block';

interface WaitingCardProps {
  device: Waiting;
  isChosen: boolean;
  /** Left out: the reader may not decide. */
  onChoose?: (isChosen: boolean) => void;
  onDecide: (decision: Decision) => void;
}

/** One device that waits: why, what it is, and the decision. */
export function WaitingCard({ device, isChosen, onChoose, onDecide }: WaitingCardProps) {
  const t = useTranslations('access.quarantine');
  const { id, name, mailbox, deviceType, model, os, protocolVersion, userAgent, easDeviceId, lastAddress } = device;
  const known = [
    ['deviceType', deviceType],
    ['model', model],
    ['os', os],
    ['protocolVersion', protocolVersion],
    ['userAgent', userAgent],
    ['easDeviceId', easDeviceId],
    ['lastAddress', lastAddress],
  ] as const;
  return (
    <li className="flex min-w-0 flex-col gap-2 rounded-md border border-line p-3">
      <div className="flex items-start justify-between gap-3">
        <p className="min-w-0 break-words">
          <TextLink href={`/mobileadmin/devices/${id}`}>{name}</TextLink>
          <br />
          <span className="text-muted">{mailbox}</span>
        </p>
        {onChoose && (
          <Checkbox
            label={t('choose', { name, mailbox })}
            isLabelHidden
            checked={isChosen}
            onCheckedChange={onChoose}
          />
        )}
      </div>
      <p>{reasonText(t, device)}</p>
      {device.former && (
        <FormerDeviceNotice device={device} former={device.former} canManage={onChoose !== undefined} />
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
        {known.map(([term, value]) => value && <Fact key={term} term={t(`facts.${term}`)} value={value} />)}
        <Fact term={t('facts.firstContactAt')} value={<RelativeTime at={device.firstContactAt} />} />
        <Fact term={t('facts.lastContactAt')} value={<RelativeTime at={device.lastContactAt} />} />
      </dl>
      {onChoose && (
        <div className="mt-auto flex flex-wrap gap-2 pt-1">
          {(['allow', 'block'] as const).map((decision) => (
            <Button
              key={decision}
              size="sm"
              aria-label={t(`${decision}One`, { name, mailbox })}
              onClick={() => onDecide(decision)}
            >
              {t(decision)}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

/** Closer together than in a description list: cards stand beside each other to be compared. */
function Fact({ term, value }: { term: string; value: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </>
  );
}

function reasonText(t: ReturnType<typeof useTranslations<'access.quarantine'>>, { step }: Waiting): string {
  if (step?.rule === 'access_rule') return t('because.rule', { name: step.name ?? '' });
  if (step?.rule === 'device_limit') return t('because.limit', { limit: step.limit ?? '', actual: step.actual ?? '' });
  return t('because.default');
}
