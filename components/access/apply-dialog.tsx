'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { TextLink } from '@/components/ui/link';
import { Spinner } from '@/components/ui/spinner';
import { accessQueries, applyAccessMutation } from '@/lib/console/access/queries';
import type { AccessDraft, AccessImpact, ConcernedDevices } from '@/lib/domain/access/contract';

interface ApplyDialogProps {
  draft: AccessDraft;
  revision: string;
  onClose: () => void;
}

/** Tries the draft against every device, names those that it would hit, and puts it in force. */
export function ApplyDialog({ draft, revision, onClose }: ApplyDialogProps) {
  const t = useTranslations('access.apply');
  const announce = useAnnounce();
  const { data, error, isFetching, refetch } = useQuery(accessQueries.preview(draft));
  const apply = useMutation({
    ...applyAccessMutation,
    onSuccess: () => {
      announce(t('done'));
      onClose();
    },
  });
  return (
    <EffectDialog
      isOpen
      size="lg"
      title={t('title')}
      effect={
        <div className="flex flex-col gap-3">
          <p>{t('effect')}</p>
          {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
          {isFetching && (
            <p role="status" className="flex items-center gap-2">
              <Spinner /> {t('trying')}
            </p>
          )}
          {data && !isFetching && <Impact impact={data} />}
        </div>
      }
      actionLabel={t('action')}
      isDangerous={data !== undefined && data.block.count + data.quarantine.count > 0}
      isBlocked={!data || isFetching || error !== null}
      isPending={apply.isPending}
      error={apply.error}
      onClose={onClose}
      onConfirm={({ reason }) => apply.mutate({ ...draft, revision, reason })}
    />
  );
}

function Impact({ impact }: { impact: AccessImpact }) {
  const t = useTranslations('access.apply');
  const kinds = (['block', 'quarantine', 'free'] as const).filter((kind) => impact[kind].count > 0);
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="text-muted">{t('tried', { count: impact.deviceCount })}</p>
      {kinds.length === 0 && <p>{t('nobody')}</p>}
      {kinds.map((kind) => (
        <section key={kind} aria-label={t(kind, { count: impact[kind].count })}>
          <h3 className="font-medium">{t(kind, { count: impact[kind].count })}</h3>
          <Names concerned={impact[kind]} />
        </section>
      ))}
    </div>
  );
}

function Names({ concerned: { count, devices } }: { concerned: ConcernedDevices }) {
  const t = useTranslations('access.apply');
  return (
    <ul className="list-disc ps-5">
      {devices.map(({ id, name, mailbox, ruleName }) => (
        <li key={id} className="break-words">
          <TextLink href={`/mobileadmin/devices/${id}`}>{name}</TextLink> · {mailbox}
          {ruleName !== null && <span className="text-muted"> · {t('byRule', { name: ruleName })}</span>}
        </li>
      ))}
      {count > devices.length && <li className="text-muted">{t('more', { count: count - devices.length })}</li>}
    </ul>
  );
}
