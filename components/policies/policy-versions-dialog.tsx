'use client';

import { useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { DraftDifference } from '@/components/policies/draft-difference';
import { demandsOf, draftChanges, toDraft, type DraftChange } from '@/components/policies/policy-draft';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { RelativeTime } from '@/components/patterns/relative-time';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { useAnnounce } from '@/components/ui/announcer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { policyQueries } from '@/lib/console/policies/queries';
import type { PolicyVersion, PolicyView } from '@/lib/domain/policies/contract';

interface PolicyVersionsDialogProps {
  policy: PolicyView;
  /** Null for those who may only read. */
  editing: PolicyEditing | null;
  onClose: () => void;
}

/** What the policy said before, who changed what, and the way back to each version, which leads through the editor. */
export function PolicyVersionsDialog({ policy, editing, onClose }: PolicyVersionsDialogProps) {
  const t = useTranslations('policies.versions');
  return (
    <Dialog
      isOpen
      size="lg"
      onOpenChange={onClose}
      title={t('title', { name: policy.name })}
      description={t('text')}
      footer={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <VersionList policy={policy} editing={editing} onClose={onClose} />
    </Dialog>
  );
}

function VersionList({ policy, editing, onClose }: PolicyVersionsDialogProps) {
  const t = useTranslations('policies.versions');
  const announce = useAnnounce();
  const { data, error, isPending, refetch } = useQuery(policyQueries.versions(policy.id));
  if (isPending) return <TableSkeleton columns={3} rows={3} label={t('loading')} />;
  if (!data) return <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />;

  function handleRestore(version: PolicyVersion) {
    editing?.takeOver(demandsOf(version));
    announce(t('restored', { version: version.version }));
    onClose();
  }
  return (
    <>
      {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
      <ol className="flex flex-col gap-3">
        {data.versions.map((version, index) => (
          <VersionItem
            key={version.version}
            version={version}
            older={data.versions[index + 1]}
            policy={policy}
            onRestore={editing ? handleRestore : undefined}
          />
        ))}
      </ol>
    </>
  );
}

interface VersionItemProps {
  version: PolicyVersion;
  /** The one before; undefined for the first that is known. */
  older: PolicyVersion | undefined;
  policy: PolicyView;
  onRestore: ((version: PolicyVersion) => void) | undefined;
}

function VersionItem({ version, older, policy, onRestore }: VersionItemProps) {
  const t = useTranslations('policies.versions');
  const { version: number, isCurrent, savedAt, savedBy } = version;
  const isSame = draftChanges(demandsOf(policy), demandsOf(version)).length === 0;
  return (
    <li className="rounded-md border border-line p-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-2 font-semibold">
            {t('version', { version: number })}
            {isCurrent && <Badge tone="info">{t('current')}</Badge>}
          </h3>
          <p className="text-muted">
            {savedAt === null
              ? t('unknown')
              : t.rich('saved', { at: () => <RelativeTime at={savedAt} />, who: savedBy ?? '' })}
          </p>
        </div>
        {onRestore && !isSame && (
          <Button
            size="sm"
            icon={Undo2}
            aria-label={t('restoreOf', { version: number })}
            onClick={() => onRestore(version)}
          >
            {t('restore')}
          </Button>
        )}
      </div>
      {!isCurrent && isSame && <p className="mt-1 text-muted">{t('same', { version: number })}</p>}
      <VersionChanges version={version} changes={older ? draftChanges(toDraft(older), toDraft(version)) : []} />
    </li>
  );
}

function VersionChanges({ version, changes }: { version: PolicyVersion; changes: DraftChange[] }) {
  const t = useTranslations('policies.versions');
  if (version.version === 1) return <p className="mt-1">{t('first')}</p>;
  if (changes.length === 0) return null;
  const caption = t('changed', { version: version.version });
  return (
    <div className="mt-2">
      <DraftDifference changes={changes} caption={caption} before={t('before')} after={t('after')} />
    </div>
  );
}
