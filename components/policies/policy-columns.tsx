import type { useFormatter, useTranslations } from 'next-intl';
import type { Column } from '@/components/patterns/column';
import { RelativeTime } from '@/components/patterns/relative-time';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import type { PolicyView } from '@/lib/domain/policies/contract';

interface Tools {
  t: ReturnType<typeof useTranslations<'policies'>>;
  format: ReturnType<typeof useFormatter>;
}

/** One array for the table and its loading skeleton. */
export const policyColumns = ({ t, format }: Tools): Column<PolicyView>[] => [
  {
    id: 'name',
    header: t('columns.name'),
    isRowHeader: true,
    className: 'md:min-w-56',
    cell: (policy) => (
      <span className="flex flex-col gap-0.5">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <TextLink href={`/mobileadmin/policies/${policy.id}`}>{policy.name}</TextLink>
          {policy.isDefault && <Badge tone="info">{t('default')}</Badge>}
        </span>
        {policy.description && (
          <span className="max-w-prose font-normal md:line-clamp-2 text-muted">{policy.description}</span>
        )}
      </span>
    ),
  },
  { id: 'holders', header: t('columns.holders'), cell: (policy) => holdersText({ t, format }, policy) },
  {
    id: 'devices',
    header: t('columns.devices'),
    align: 'end',
    cell: (policy) => format.number(policy.deviceCount),
  },
  {
    id: 'compliant',
    header: t('columns.compliant'),
    align: 'end',
    cell: (policy) => <ComplianceText t={t} policy={policy} />,
  },
  {
    id: 'changed',
    header: t('columns.changed'),
    align: 'end',
    className: 'whitespace-nowrap',
    cell: (policy) => <RelativeTime at={policy.updatedAt} />,
  },
];

function holdersText({ t, format }: Tools, policy: PolicyView): string {
  const count = (kind: 'mailbox' | 'group') => policy.assignments.filter((one) => one.kind === kind).length;
  const parts = [
    policy.isDefault && t('holders.everybodyElse'),
    count('group') > 0 && t('holders.groups', { count: count('group') }),
    count('mailbox') > 0 && t('holders.mailboxes', { count: count('mailbox') }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? t('holders.nobody') : format.list(parts);
}

function ComplianceText({ t, policy }: Pick<Tools, 't'> & { policy: PolicyView }) {
  const { deviceCount: count, compliantCount: compliant } = policy;
  if (count === 0) return <span className="text-muted">{t('compliance.none')}</span>;
  if (compliant === count) return <Badge tone="success">{t('compliance.all', { count })}</Badge>;
  return <Badge tone="warning">{t('compliance.some', { compliant, count })}</Badge>;
}
