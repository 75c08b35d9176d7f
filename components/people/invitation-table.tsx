'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Column } from '@/components/patterns/column';
import { DataTable } from '@/components/patterns/data-table';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { RelativeTime } from '@/components/patterns/relative-time';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { withdrawLinkMutation } from '@/lib/console/people/queries';
import type { InvitationView } from '@/lib/domain/people/contract';

interface InvitationTableProps {
  invitations: readonly InvitationView[];
  canManage: boolean;
}

/** Links that were made and not used yet. Each can be withdrawn. */
export function InvitationTable({ invitations, canManage }: InvitationTableProps) {
  const t = useTranslations('people');
  const roles = useTranslations('common.roles');
  const [withdrawn, setWithdrawn] = useState<InvitationView | null>(null);
  const columns: Column<InvitationView>[] = [
    {
      id: 'email',
      header: t('columns.email'),
      isRowHeader: true,
      className: 'wrap-anywhere',
      cell: ({ email }) => email,
    },
    { id: 'purpose', header: t('columns.purpose'), cell: ({ purpose }) => t(`link.purposes.${purpose}`) },
    { id: 'role', header: t('columns.role'), cell: ({ role }) => (role ? roles(role) : '–') },
    { id: 'createdBy', header: t('columns.createdBy'), cell: ({ createdBy }) => createdBy },
    { id: 'expires', header: t('columns.expires'), cell: ({ expiresAt }) => <RelativeTime at={expiresAt} /> },
  ];
  if (canManage) {
    columns.push({
      id: 'actions',
      header: t('columns.actions'),
      align: 'end',
      cell: (link) => (
        <Button
          size="sm"
          aria-label={t('withdraw.buttonFor', { email: link.email })}
          onClick={() => setWithdrawn(link)}
        >
          {t('withdraw.button')}
        </Button>
      ),
    });
  }
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">{t('link.open')}</h2>
      {invitations.length === 0 ? (
        <p className="text-muted">{t('link.none')}</p>
      ) : (
        <DataTable caption={t('link.open')} columns={columns} rows={invitations} rowKey={byId} isCompact />
      )}
      {withdrawn && <WithdrawDialog link={withdrawn} onClose={() => setWithdrawn(null)} />}
    </div>
  );
}

const byId = ({ id }: InvitationView) => id;

function WithdrawDialog({ link, onClose }: { link: InvitationView; onClose: () => void }) {
  const t = useTranslations('people.withdraw');
  const announce = useAnnounce();
  const withdraw = useMutation(withdrawLinkMutation);
  const { id, email, purpose } = link;
  return (
    <EffectDialog
      isOpen
      asksReason={false}
      title={t(`titles.${purpose}`, { email })}
      effect={t(`effects.${purpose}`, { email })}
      actionLabel={t('action')}
      isPending={withdraw.isPending}
      error={withdraw.error}
      onClose={onClose}
      onConfirm={() =>
        withdraw.mutate(
          { id },
          {
            onSuccess: () => {
              announce(t('done', { email }));
              onClose();
            },
          },
        )
      }
    />
  );
}
