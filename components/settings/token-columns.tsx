import type { useTranslations } from 'next-intl';
import type { Column } from '@/components/patterns/column';
import { AbsoluteTime, DayOf, RelativeTime } from '@/components/patterns/relative-time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { TokenView } from '@/lib/domain/tokens/contract';

interface Tools {
  t: ReturnType<typeof useTranslations<'settings.tokens'>>;
  roles: ReturnType<typeof useTranslations<'common.roles'>>;
  now: Date;
  /** Without it the column with the button is not there. */
  onRevoke?: (token: TokenView) => void;
}

type TokenState = 'active' | 'expired' | 'revoked';

const tone = { active: 'success', expired: 'neutral', revoked: 'neutral' } as const;

/** Where a token stands; revoked by a person counts before expired. */
function tokenState({ revokedAt, expiresAt }: TokenView, now: Date): TokenState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && new Date(expiresAt) <= now ? 'expired' : 'active';
}

/** One array for the table and its loading skeleton. */
export const tokenColumns = ({ t, roles, now, onRevoke }: Tools): Column<TokenView>[] => [
  { id: 'name', header: t('columns.name'), isRowHeader: true, className: 'md:min-w-40', cell: ({ name }) => name },
  { id: 'role', header: t('columns.role'), cell: ({ role }) => roles(role) },
  {
    id: 'state',
    header: t('columns.state'),
    cell: (token) => {
      const state = tokenState(token, now);
      return <Badge tone={tone[state]}>{t(`states.${state}`)}</Badge>;
    },
  },
  {
    id: 'expires',
    header: t('columns.expires'),
    cell: ({ expiresAt, revokedAt }) =>
      revokedAt ? (
        <span className="text-muted">{t.rich('revokedAt', { at: () => <AbsoluteTime at={revokedAt} /> })}</span>
      ) : expiresAt ? (
        <RelativeTime at={expiresAt} />
      ) : (
        t('never')
      ),
  },
  {
    id: 'used',
    header: t('columns.used'),
    cell: ({ lastUsedAt }) =>
      lastUsedAt ? <RelativeTime at={lastUsedAt} /> : <span className="text-muted">{t('neverUsed')}</span>,
  },
  {
    id: 'created',
    header: t('columns.created'),
    cell: ({ createdBy, createdAt }) => (
      <span className="flex flex-col">
        <span>{createdBy}</span>
        <DayOf at={createdAt} className="text-muted" />
      </span>
    ),
  },
  ...(onRevoke ? [revokeColumn({ t, now }, onRevoke)] : []),
];

function revokeColumn({ t, now }: Pick<Tools, 't' | 'now'>, onRevoke: (token: TokenView) => void): Column<TokenView> {
  return {
    id: 'revoke',
    header: t('columns.action'),
    align: 'end',
    cell: (token) =>
      tokenState(token, now) === 'active' && (
        <Button
          size="sm"
          variant="danger-quiet"
          aria-label={t('revoke.buttonFor', { name: token.name })}
          onClick={() => onRevoke(token)}
        >
          {t('revoke.button')}
        </Button>
      ),
  };
}
