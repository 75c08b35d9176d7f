'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Copy, Star, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { CreatePolicyDialog } from '@/components/policies/create-policy-dialog';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { deletePolicyMutation, makeDefaultPolicyMutation, policyQueries } from '@/lib/console/policies/queries';
import type { PolicyView } from '@/lib/domain/policies/contract';

const actions = ['clone', 'default', 'delete'] as const;

/** What can be done with a policy as a whole. */
export function PolicyActions({ policy }: { policy: PolicyView }) {
  const t = useTranslations('policies.detail');
  const { name: action, open: setAction, close } = useDialogParam(actions);
  const { data } = useQuery(policyQueries.list());
  return (
    <>
      <Button icon={Copy} onClick={() => setAction('clone')}>
        {t('clone')}
      </Button>
      {!policy.isDefault && (
        <Button icon={Star} onClick={() => setAction('default')}>
          {t('makeDefault')}
        </Button>
      )}
      <Button icon={Trash2} variant="danger-quiet" onClick={() => setAction('delete')}>
        {t('delete')}
      </Button>
      {action === 'clone' && (
        <CreatePolicyDialog policies={data?.policies ?? [policy]} source={policy} onClose={close} />
      )}
      {action === 'default' && (
        <MakeDefaultDialog policy={policy} former={data?.policies.find(({ isDefault }) => isDefault)} onClose={close} />
      )}
      {action === 'delete' && <DeletePolicyDialog policy={policy} onClose={close} />}
    </>
  );
}

interface ActionDialogProps {
  policy: PolicyView;
  onClose: () => void;
}

function MakeDefaultDialog({ policy, former, onClose }: ActionDialogProps & { former: PolicyView | undefined }) {
  const t = useTranslations('policies.makeDefault');
  const announce = useAnnounce();
  const makeDefault = useMutation(makeDefaultPolicyMutation);
  const names = { name: policy.name, former: former?.name ?? '' };
  return (
    <EffectDialog
      isOpen
      title={t('title', names)}
      actionLabel={t('action')}
      asksReason={false}
      isPending={makeDefault.isPending}
      error={makeDefault.error}
      onClose={onClose}
      onConfirm={() =>
        makeDefault.mutate(
          { policyId: policy.id },
          {
            onSuccess: () => {
              announce(t('done', names));
              onClose();
            },
          },
        )
      }
      effect={
        <div className="flex flex-col gap-2">
          <p>{former ? t('effect', names) : t('effectFirst', names)}</p>
          {former && <p>{t('affected', { ...names, count: former.deviceCount })}</p>}
          <p className="text-muted">{t('undo')}</p>
        </div>
      }
    />
  );
}

function DeletePolicyDialog({ policy, onClose }: ActionDialogProps) {
  const t = useTranslations('policies.delete');
  const announce = useAnnounce();
  const router = useRouter();
  const remove = useMutation(deletePolicyMutation);
  const { name, isDefault } = policy;
  const count = policy.assignments.length;
  const effect = isDefault ? t('isDefault') : count > 0 ? t('inUse', { count }) : t('effect');
  return (
    <EffectDialog
      isOpen
      isDangerous
      title={t('title', { name })}
      effect={effect}
      actionLabel={t('action')}
      asksReason={false}
      isBlocked={isDefault || count > 0}
      isPending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(
          { policyId: policy.id },
          {
            onSuccess: () => {
              announce(t('done', { name }));
              router.push('/mobileadmin/policies');
            },
          },
        )
      }
    />
  );
}
