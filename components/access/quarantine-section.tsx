'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { EmptyState } from '@/components/patterns/empty-state';
import { FormerDeviceNotice } from '@/components/patterns/former-device-notice';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { RelativeTime } from '@/components/patterns/relative-time';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { accessQueries, decideQuarantinedMutation } from '@/lib/console/access/queries';
import { QuarantineQuery, type QuarantinePage } from '@/lib/domain/access/contract';

type Waiting = QuarantinePage['devices'][number];
type Decision = 'allow' | 'block';

/** Decided at once, at most. */
const PAGE: QuarantineQuery = QuarantineQuery.parse({ limit: 50 });

/** Who waits, with what is needed to decide, and the decision for one or several. */
export function QuarantineSection({ canDecide }: { canDecide: boolean }) {
  const t = useTranslations('access.quarantine');
  const { data, error, isPending, refetch } = useQuery(accessQueries.quarantine(PAGE));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<{ decision: Decision; devices: Waiting[] } | null>(null);
  const devices = data?.devices ?? [];
  const selected = devices.filter(({ id }) => chosen.has(id));
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Section
      id="quarantine"
      title={t('title', { count: data?.total ?? 0 })}
      description={t('description')}
      actions={
        canDecide &&
        selected.length > 0 &&
        (['allow', 'block'] as const).map((decision) => (
          <Button
            key={decision}
            variant={decision === 'allow' ? 'primary' : 'danger-quiet'}
            onClick={() => setDeciding({ decision, devices: selected })}
          >
            {t(`${decision}Selected`, { count: selected.length })}
          </Button>
        ))
      }
    >
      {isPending && <Skeleton className="h-24" />}
      {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
      {data && devices.length === 0 && <EmptyState title={t('empty')} hint={t('emptyHint')} />}
      {devices.length > 0 && (
        <ul aria-label={t('list')} className="grid gap-3 lg:grid-cols-2 2xl:grid-cols-3">
          {devices.map((device) => (
            <WaitingCard
              key={device.id}
              device={device}
              isChosen={chosen.has(device.id)}
              onChoose={canDecide ? (isChosen) => toggle(device.id, isChosen) : undefined}
              onDecide={(decision) => setDeciding({ decision, devices: [device] })}
            />
          ))}
        </ul>
      )}
      {data && data.total > devices.length && (
        <p className="pt-3 text-muted">{t('more', { count: data.total - devices.length })}</p>
      )}
      {deciding && (
        <DecideDialog
          {...deciding}
          onClose={() => {
            setDeciding(null);
            setChosen(new Set());
          }}
        />
      )}
    </Section>
  );
}

interface WaitingCardProps {
  device: Waiting;
  isChosen: boolean;
  /** Left out: the reader may not decide. */
  onChoose?: (isChosen: boolean) => void;
  onDecide: (decision: Decision) => void;
}

function WaitingCard({ device, isChosen, onChoose, onDecide }: WaitingCardProps) {
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

interface DecideDialogProps {
  decision: Decision;
  devices: readonly Waiting[];
  onClose: () => void;
}

function DecideDialog({ decision, devices, onClose }: DecideDialogProps) {
  const t = useTranslations('access.quarantine');
  const announce = useAnnounce();
  const decide = useMutation({
    ...decideQuarantinedMutation,
    onSuccess: ({ decided, skipped }) => {
      announce(t(`${decision}Done`, { count: decided.length }));
      if (skipped.length > 0) announce(t('skipped', { count: skipped.length }));
      onClose();
    },
  });
  return (
    <EffectDialog
      isOpen
      title={t(`${decision}Title`, { count: devices.length })}
      effect={
        <div className="flex flex-col gap-2">
          <p>{t(`${decision}Effect`, { count: devices.length })}</p>
          <ul className="list-disc ps-5">
            {devices.map(({ id, name, mailbox }) => (
              <li key={id} className="break-words">
                {name} · {mailbox}
              </li>
            ))}
          </ul>
        </div>
      }
      actionLabel={t(decision)}
      isDangerous={decision === 'block'}
      isPending={decide.isPending}
      error={decide.error}
      onClose={onClose}
      onConfirm={({ reason }) => decide.mutate({ deviceIds: devices.map(({ id }) => id), decision, reason })}
    />
  );
}
