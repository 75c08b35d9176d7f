import { Ellipsis, KeyRound, Pencil, UserCheck, UserX } from 'lucide-react';
import type { useTranslations } from 'next-intl';
import type { PersonAction } from '@/components/people/person-dialogs';
import type { Column } from '@/components/patterns/column';
import { MailboxName } from '@/components/patterns/mailbox-name';
import { RelativeTime } from '@/components/patterns/relative-time';
import { Badge } from '@/components/ui/badge';
import { DropdownMenu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import type { PersonView } from '@/lib/domain/people/contract';

interface Tools {
  t: ReturnType<typeof useTranslations<'people'>>;
  roles: ReturnType<typeof useTranslations<'common.roles'>>;
  /** Without it the column with the actions is not there. */
  onAction?: (action: PersonAction, person: PersonView) => void;
}

/** One array for the table and its loading skeleton. */
export const personColumns = ({ t, roles, onAction }: Tools): Column<PersonView>[] => [
  {
    id: 'name',
    header: t('columns.name'),
    isRowHeader: true,
    className: 'md:min-w-48',
    cell: ({ name, isSelf }) => (
      <span className="flex flex-wrap items-center gap-2">
        {name}
        {isSelf && <Badge tone="info">{t('people.you')}</Badge>}
      </span>
    ),
  },
  {
    id: 'email',
    header: t('columns.email'),
    className: 'wrap-anywhere',
    cell: ({ email }) => <MailboxName name={email} />,
  },
  { id: 'role', header: t('columns.role'), cell: ({ role }) => roles(role) },
  {
    id: 'state',
    header: t('columns.state'),
    cell: ({ deactivatedAt }) =>
      deactivatedAt ? (
        <span className="flex flex-col items-start">
          <Badge tone="neutral">{t('people.deactivated')}</Badge>
          <RelativeTime at={deactivatedAt} className="text-muted" />
        </span>
      ) : (
        <Badge tone="success">{t('people.active')}</Badge>
      ),
  },
  {
    id: 'signedIn',
    header: t('columns.signedIn'),
    className: 'whitespace-nowrap',
    cell: ({ lastSignInAt: at }) =>
      at ? <RelativeTime at={at} /> : <span className="text-muted">{t('people.never')}</span>,
  },
  ...(onAction ? [actionColumn(t, onAction)] : []),
];

function actionColumn(t: Tools['t'], onAction: NonNullable<Tools['onAction']>): Column<PersonView> {
  return {
    id: 'actions',
    header: t('columns.actions'),
    align: 'end',
    className: 'max-md:items-center',
    cell: (person) => (
      <DropdownMenu
        trigger={
          <IconButton
            icon={Ellipsis}
            size="sm"
            className="max-md:-ms-1.5 md:-my-1"
            label={t('actionsFor', { name: person.name })}
          />
        }
      >
        <MenuItem icon={Pencil} onSelect={() => onAction('change', person)}>
          {t('change.open')}
        </MenuItem>
        <MenuItem icon={KeyRound} isDisabled={person.deactivatedAt !== null} onSelect={() => onAction('reset', person)}>
          {t('reset.open')}
        </MenuItem>
        <MenuSeparator />
        {person.deactivatedAt ? (
          <MenuItem icon={UserCheck} onSelect={() => onAction('reactivate', person)}>
            {t('reactivate.open')}
          </MenuItem>
        ) : (
          <MenuItem icon={UserX} isDangerous onSelect={() => onAction('deactivate', person)}>
            {t('deactivate.open')}
          </MenuItem>
        )}
      </DropdownMenu>
    ),
  };
}
