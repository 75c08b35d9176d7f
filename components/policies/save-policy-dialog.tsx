'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { DraftDifference } from '@/components/policies/draft-difference';
import { LocalWipeWarning } from '@/components/policies/local-wipe-warning';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { PolicyImpactList } from '@/components/policies/policy-impact-list';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Spinner } from '@/components/ui/spinner';
import { ApiProblem } from '@/lib/console/http/api-problem';
import { policyQueries, updatePolicyMutation } from '@/lib/console/policies/queries';

interface SavePolicyDialogProps {
  editing: PolicyEditing;
  onClose: () => void;
}

/** What saving changes, on which phones, and whether it can be taken back; then it is saved. */
export function SavePolicyDialog({ editing, onClose }: SavePolicyDialogProps) {
  const t = useTranslations('policies.save');
  const announce = useAnnounce();
  const save = useMutation(updatePolicyMutation);
  const { base, draft, input } = editing;
  const { settings, allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant } = input ?? base;
  const rules = { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant };
  const wanted = { policyId: base.id, settings, ...rules };
  const impact = useQuery({ ...policyQueries.impact(wanted), placeholderData: undefined });

  function handleConfirm() {
    if (!input) return;
    save.mutate(
      { policyId: base.id, version: base.version, ...input },
      {
        onSuccess: (saved) => {
          announce(t('saved', { name: saved.name }));
          editing.discard();
          onClose();
        },
        // The editor below has fetched the other version by now, and shows both sides.
        onError: (error) => isChangedMeanwhile(error) && onClose(),
      },
    );
  }
  return (
    <EffectDialog
      isOpen
      size="lg"
      title={t('title', { name: draft.name })}
      actionLabel={t('action')}
      asksReason={false}
      isBlocked={!impact.data || editing.isBehind}
      isPending={save.isPending}
      error={save.error}
      onClose={onClose}
      onConfirm={handleConfirm}
      effect={
        <div className="flex flex-col gap-4">
          <DraftDifference changes={editing.changes} caption={t('difference')} before={t('now')} after={t('then')} />
          {impact.isPending && (
            <p role="status" className="flex items-center gap-2">
              <Spinner />
              {t('working')}
            </p>
          )}
          {impact.error && (
            <ProblemNotice title={t('impactFailed')} error={impact.error} onRetry={() => void impact.refetch()} />
          )}
          {impact.data && <PolicyImpactList impact={impact.data} editing={editing} />}
          <LocalWipeWarning draft={draft} />
        </div>
      }
    />
  );
}

const isChangedMeanwhile = (error: Error) => error instanceof ApiProblem && error.code === 'policy_changed_meanwhile';
