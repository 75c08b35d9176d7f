'use client';

import { useTranslations } from 'next-intl';
import { AssignPolicyDialog } from '@/components/policies/assign-policy-dialog';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import { queryString } from '@/lib/console/http/query-string';
import type { AssignmentView, PolicyView } from '@/lib/domain/policies/contract';

interface PolicyAssignmentsProps {
  policy: PolicyView;
  canManage: boolean;
}

/** The mailboxes and groups that have the policy; their devices are one click away. */
export function PolicyAssignments({ policy, canManage }: PolicyAssignmentsProps) {
  const t = useTranslations('policies.assignments');
  const dialog = useDialogParam(['assign'] as const);
  const { assignments, isDefault } = policy;
  const edit = canManage && (
    <Button size="sm" onClick={() => dialog.open('assign')}>
      {t('edit')}
    </Button>
  );
  return (
    <Section title={t('title')} actions={edit}>
      <div className="flex flex-col gap-3">
        {isDefault && <p>{t('defaultText')}</p>}
        {isDefault && assignments.length > 0 && <p>{t('defaultAnd')}</p>}
        {!isDefault && assignments.length === 0 && <p>{t('nobody')}</p>}
        <AssignmentList kind="group" assignments={assignments} />
        <AssignmentList kind="mailbox" assignments={assignments} />
      </div>
      {canManage && dialog.name && <AssignPolicyDialog policy={policy} onClose={dialog.close} />}
    </Section>
  );
}

interface AssignmentListProps {
  kind: AssignmentView['kind'];
  assignments: readonly AssignmentView[];
}

function AssignmentList({ kind, assignments }: AssignmentListProps) {
  const t = useTranslations('policies.assignments');
  const shown = assignments.filter((assignment) => assignment.kind === kind);
  if (shown.length === 0) return null;
  return (
    <div>
      <h3 className="text-muted">{t(kind === 'group' ? 'groups' : 'mailboxes')}</h3>
      <ul className="flex max-h-72 flex-col gap-0.5 overflow-y-auto">
        {shown.map(({ id, name }) => (
          <li key={id}>
            <TextLink className="inline-flex min-h-6 items-center wrap-anywhere" href={hrefOf(kind, { id, name })}>
              {name}
            </TextLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A mailbox leads to its devices, a group to its mailboxes. */
function hrefOf(kind: AssignmentView['kind'], { id, name }: { id: string; name: string }): string {
  if (kind === 'mailbox') return `/mobileadmin/devices${writeDeviceListQuery({ search: name })}`;
  return `/mobileadmin/people${queryString({ tab: 'mailboxes', groupId: id })}`;
}
