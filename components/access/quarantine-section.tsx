'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Decision, type Waiting, WaitingCard } from '@/components/access/waiting-card';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { EmptyState } from '@/components/patterns/empty-state';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { accessQueries, decideQuarantinedMutation } from '@/lib/console/access/queries';
import { QuarantineQuery } from '@/lib/domain/access/contract';

/** Decided at once, at most. */
const PAGE: QuarantineQuery = QuarantineQuery.parse({ limit: 50 });

/** Who waits, with what is needed to decide, and the decision for one or several. */
export function QuarantineSection({ canDecide }: { canDecide: boolean }) {
  const t = useTranslations('access.quarantine');
  const { data, error, isPending, refetch } = useQuery(accessQueries.quarantine(PAGE));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const devices = data?.devices ?? [];
  const selected = devices.filter(({ id }) => chosen.has(id));
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Section id="quarantine" title={t('title', { count: data?.total ?? 0 })} description={t('description')}>
      {isPending && <Skeleton className="h-24" />}
      {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
      {data && devices.length === 0 && <EmptyState title={t('empty')} hint={t('emptyHint')} />}
      {selected.length > 0 && <ChosenBar devices={selected} onDecide={setDeciding} />}
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

interface Deciding {
  decision: Decision;
  devices: Waiting[];
}

/** Stays in sight above the cards, below the head of small screens: the last card may be far from the first. */
function ChosenBar({ devices, onDecide }: { devices: Waiting[]; onDecide: (deciding: Deciding) => void }) {
  const t = useTranslations('access.quarantine');
  return (
    <div className="sticky top-16 z-10 mb-3 flex flex-wrap gap-2 md:top-2 rounded-md border border-line-strong bg-raised px-3 py-2 shadow-float">
      {(['allow', 'block'] as const).map((decision) => (
        <Button
          key={decision}
          variant={decision === 'allow' ? 'primary' : 'danger-quiet'}
          onClick={() => onDecide({ decision, devices })}
        >
          {t(`${decision}Selected`, { count: devices.length })}
        </Button>
      ))}
    </div>
  );
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
