import type { useTranslations } from 'next-intl';
import { ExceptionStateBadge } from '@/components/exceptions/exception-state-badge';
import { SettingNames } from '@/components/exceptions/setting-names';
import type { useTermText } from '@/components/exceptions/term-text';
import type { Column } from '@/components/patterns/column';
import { MailboxName } from '@/components/patterns/mailbox-name';
import { DayOf } from '@/components/patterns/relative-time';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import type { ExceptionView } from '@/lib/domain/exceptions/contract';

interface Tools {
  t: ReturnType<typeof useTranslations<'exceptions'>>;
  termText: ReturnType<typeof useTermText>;
  /** Ends an exception; without it the column with the button is not there. */
  onEnd?: (exception: ExceptionView) => void;
  onRenew?: (exception: ExceptionView) => void;
}

/** One array for the table and its loading skeleton. */
export const exceptionColumns = ({ t, termText, onEnd, onRenew }: Tools): Column<ExceptionView>[] => [
  {
    id: 'mailbox',
    header: t('columns.mailbox'),
    isRowHeader: true,
    className: 'md:min-w-56 xl:min-w-64',
    cell: ({ mailbox, group, deviceCount: count }) => (
      <span className="flex flex-col">
        <span className="wrap-anywhere">
          {mailbox === null ? t('groupNamed', { name: group ?? '' }) : <MailboxName name={mailbox} />}
        </span>
        {count === 0 || mailbox === null ? (
          <span className="font-normal text-muted">{t('devices', { count })}</span>
        ) : (
          <TextLink
            className="self-start font-normal"
            href={`/mobileadmin/devices${writeDeviceListQuery({ search: mailbox })}`}
          >
            {t('devices', { count })}
          </TextLink>
        )}
      </span>
    ),
  },
  {
    id: 'state',
    header: t('columns.state'),
    className: 'md:min-w-28',
    cell: (exception) => <ExceptionStateBadge exception={exception} />,
  },
  {
    id: 'scope',
    header: t('columns.scope'),
    className: 'md:min-w-36 md:max-w-72',
    cell: ({ settings }) => <SettingNames settings={settings} />,
  },
  {
    id: 'term',
    header: t('columns.term'),
    className: 'md:min-w-52',
    cell: ({ startsAt, endsAt, endedAt, endedBy, renewalOfId, renewedById }) => (
      <span className="flex flex-col">
        <span>{termText.begin(startsAt)}</span>
        <span>{termText.end(endsAt)}</span>
        {endedAt && (
          <span className="text-muted">
            {t.rich('endedBy', { name: endedBy ?? '', at: () => <DayOf at={endedAt} /> })}
          </span>
        )}
        {renewalOfId && <span className="text-muted">{t('isRenewal')}</span>}
        {renewedById && <span className="text-muted">{t('isRenewed')}</span>}
      </span>
    ),
  },
  {
    id: 'decision',
    header: t('columns.decision'),
    className: 'md:min-w-52 md:max-w-96',
    cell: ({ reason, approvedBy, createdBy, createdAt }) => (
      <span className="flex flex-col">
        <span className="whitespace-pre-line">{reason}</span>
        <span>{t('approvedBy', { name: approvedBy })}</span>
        <span className="text-muted">{t.rich('addedBy', { name: createdBy, at: () => <DayOf at={createdAt} /> })}</span>
      </span>
    ),
  },
  ...(onEnd || onRenew ? [actionColumn({ t, onEnd, onRenew })] : []),
];

function actionColumn({ t, onEnd, onRenew }: Omit<Tools, 'termText'>): Column<ExceptionView> {
  return {
    id: 'end',
    header: t('columns.end'),
    align: 'end',
    className: 'max-md:items-center',
    cell: (exception) => {
      const { state, endsAt, renewedById, mailbox, group, groupId } = exception;
      const holder = mailbox ?? group ?? '';
      const isThere = mailbox !== null || groupId !== null;
      const canEnd = state === 'active' || state === 'planned';
      const canRenew = endsAt !== null && renewedById === null && isThere && state !== 'planned';
      return (
        <span className="flex flex-wrap justify-end gap-1 md:-my-1">
          {onRenew && canRenew && (
            <Button size="sm" aria-label={t('renew.buttonFor', { holder })} onClick={() => onRenew(exception)}>
              {t('renew.button')}
            </Button>
          )}
          {onEnd && canEnd && (
            <Button size="sm" aria-label={t('end.buttonFor', { mailbox: holder })} onClick={() => onEnd(exception)}>
              {t('end.button')}
            </Button>
          )}
        </span>
      );
    },
  };
}
