'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Columns2, Copy, Ellipsis, History, Star, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { ComparePoliciesDialog } from '@/components/policies/compare-policies-dialog';
import { CreatePolicyDialog } from '@/components/policies/create-policy-dialog';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { PolicyVersionsDialog } from '@/components/policies/policy-versions-dialog';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { deletePolicyMutation, makeDefaultPolicyMutation, policyQueries } from '@/lib/console/policies/queries';
import type { PolicyView } from '@/lib/domain/policies/contract';

const actions = ['versions', 'compare', 'clone', 'default', 'delete'] as const;
/** What an auditor may do as well. */
const reading: readonly string[] = ['versions', 'compare'];

interface PolicyActionsProps {
  policy: PolicyView;
  editing: PolicyEditing;
  canManage: boolean;
}

/** What can be done with a policy as a whole: what is needed often as buttons, the rest in a menu. */
export function PolicyActions({ policy, editing, canManage }: PolicyActionsProps) {
  const t = useTranslations('policies.detail');
  const { name, open, close } = useDialogParam(actions);
  const { data } = useQuery(policyQueries.list());
  const policies = data?.policies ?? [policy];
  const action = canManage || (name !== null && reading.includes(name)) ? name : null;
  return (
    <>
      <Button icon={History} onClick={() => open('versions')}>
        {t('versions')}
      </Button>
      <Button icon={Columns2} onClick={() => open('compare')}>
        {t('compare')}
      </Button>
      {canManage && <ManageMenu policy={policy} onOpen={open} />}
      {action === 'versions' && (
        <PolicyVersionsDialog policy={policy} editing={canManage ? editing : null} onClose={close} />
      )}
      {action === 'compare' && <ComparePoliciesDialog policies={policies} first={policy} onClose={close} />}
      {action === 'clone' && <CreatePolicyDialog policies={policies} source={policy} onClose={close} />}
      {action === 'default' && (
        <MakeDefaultDialog policy={policy} former={policies.find(({ isDefault }) => isDefault)} onClose={close} />
      )}
      {action === 'delete' && <DeletePolicyDialog policy={policy} onClose={close} />}
    </>
  );
}

interface ManageMenuProps {
  policy: PolicyView;
  onOpen: (action: 'clone' | 'default' | 'delete') => void;
}

function ManageMenu({ policy, onOpen }: ManageMenuProps) {
  const t = useTranslations('policies.detail');
  return (
    <>
      <Button icon={Copy} onClick={() => onOpen('clone')}>
        {t('clone')}
      </Button>
      <DropdownMenu trigger={<Button icon={Ellipsis} aria-label={t('more')} className="w-9 px-0" />}>
        {!policy.isDefault && (
          <MenuItem icon={Star} onSelect={() => onOpen('default')}>
            {t('makeDefault')}
          </MenuItem>
        )}
        <MenuItem icon={Trash2} isDangerous onSelect={() => onOpen('delete')}>
          {t('delete')}
        </MenuItem>
      </DropdownMenu>
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
