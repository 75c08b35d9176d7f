import type { useTranslations } from 'next-intl';
import type { Column } from '@/components/patterns/column';
import { MailboxName } from '@/components/patterns/mailbox-name';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import type { MailboxView } from '@/lib/domain/mailboxes/contract';

interface Tools {
  t: ReturnType<typeof useTranslations<'people.mailboxes'>>;
  /** Without it the column with the button is not there. */
  onMove?: (mailbox: MailboxView) => void;
}

/** One array for the table and its loading skeleton. */
export const mailboxColumns = ({ t, onMove }: Tools): Column<MailboxView>[] => [
  {
    id: 'name',
    header: t('columns.name'),
    isRowHeader: true,
    className: 'wrap-anywhere md:min-w-48',
    cell: ({ id, name, displayName }) => (
      <span className="flex flex-col">
        <TextLink href={`/mobileadmin/people/mailboxes/${id}`}>
          <MailboxName name={name} />
        </TextLink>
        {displayName && <span className="font-normal text-muted">{displayName}</span>}
      </span>
    ),
  },
  {
    id: 'group',
    header: t('columns.group'),
    cell: ({ group, groupChoice, groupPattern }) => (
      <span className="flex flex-col">
        {group?.name ?? <span className="text-muted">{t('noGroup')}</span>}
        {(group || groupChoice === 'by_hand') && (
          <span className="wrap-anywhere text-muted">
            {groupPattern === null ? t('byHand') : t('byPattern', { pattern: groupPattern })}
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'policy',
    header: t('columns.policy'),
    cell: ({ id, policyName, policyOrigin }) => (
      <span className="flex flex-col">
        <TextLink className="self-start" href={`/mobileadmin/policies/in-force/${id}`}>
          {policyName ?? t('policyInForce')}
        </TextLink>
        <span className="text-muted">{t(`origins.${policyOrigin}`)}</span>
      </span>
    ),
  },
  {
    id: 'devices',
    header: t('columns.devices'),
    align: 'end',
    cell: ({ name, deviceCount: count }) =>
      count === 0 ? (
        <span className="text-muted">{t('deviceCount', { count })}</span>
      ) : (
        <TextLink className="whitespace-nowrap" href={`/mobileadmin/devices${writeDeviceListQuery({ search: name })}`}>
          {t('deviceCount', { count })}
        </TextLink>
      ),
  },
  ...(onMove ? [moveColumn(t, onMove)] : []),
];

function moveColumn(t: Tools['t'], onMove: NonNullable<Tools['onMove']>): Column<MailboxView> {
  return {
    id: 'move',
    header: t('columns.action'),
    align: 'end',
    className: 'max-md:items-center',
    cell: (mailbox) => (
      <Button
        size="sm"
        className="md:-my-1"
        aria-label={t('move.buttonFor', { mailbox: mailbox.name })}
        onClick={() => onMove(mailbox)}
      >
        {t('move.button')}
      </Button>
    ),
  };
}
