'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { useState } from 'react';
import { CreateTokenDialog } from '@/components/settings/create-token-dialog';
import { RevokeTokenDialog } from '@/components/settings/revoke-token-dialog';
import { tokenColumns } from '@/components/settings/token-columns';
import { DataTable } from '@/components/patterns/data-table';
import { useDialogParam } from '@/components/patterns/dialog-param';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { TableSkeleton } from '@/components/patterns/table-skeleton';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { tokenQueries } from '@/lib/console/tokens/queries';
import type { TokenView } from '@/lib/domain/tokens/contract';

interface TokenSectionProps {
  canManage: boolean;
  className?: string;
}

const TICK_MS = 60_000;

/** The tokens by which scripts use the API: which there are, when they were last used, and the way to revoke one. */
export function TokenSection({ canManage, className }: TokenSectionProps) {
  const t = useTranslations('settings.tokens');
  const dialog = useDialogParam(['token'] as const);
  const [revoked, setRevoked] = useState<TokenView | null>(null);
  const { data, error, isPending, refetch } = useQuery(tokenQueries.list());
  const columns = tokenColumns({
    t,
    roles: useTranslations('common.roles'),
    now: useNow({ updateInterval: TICK_MS }),
    onRevoke: canManage ? setRevoked : undefined,
  });
  return (
    <Section
      id="tokens"
      className={className}
      title={t('title')}
      description={t.rich('description', {
        reference: (text) => <TextLink href="/mobileadmin/api">{text}</TextLink>,
      })}
      actions={
        canManage && (
          <Button size="sm" icon={Plus} onClick={() => dialog.open('token')}>
            {t('create.open')}
          </Button>
        )
      }
    >
      {isPending && <TableSkeleton columns={columns.length} rows={2} label={t('loading')} />}
      {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
      {data?.tokens.length === 0 && <p className="text-muted">{t('empty')}</p>}
      {data && data.tokens.length > 0 && (
        <DataTable caption={t('caption')} columns={columns} rows={data.tokens} rowKey={byId} isCompact />
      )}
      {canManage && dialog.name && <CreateTokenDialog onClose={dialog.close} />}
      {revoked && <RevokeTokenDialog token={revoked} onClose={() => setRevoked(null)} />}
    </Section>
  );
}

const byId = ({ id }: TokenView) => id;
