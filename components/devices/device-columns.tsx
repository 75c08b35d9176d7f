import type { Column } from '@/components/patterns/column';
import { MailboxName } from '@/components/patterns/mailbox-name';
import { RelativeTime } from '@/components/patterns/relative-time';
import { AccessBadge } from '@/components/devices/access-badge';
import { DeviceStateBadge } from '@/components/devices/device-state-badge';
import { PolicyStateBadge } from '@/components/devices/policy-state-badge';
import { Code } from '@/components/ui/code';
import { TextLink } from '@/components/ui/link';
import type { DeviceSort, DeviceSummary } from '@/lib/domain/devices/contract';

interface DeviceColumnTools {
  /** Texts of `devices.columns`. */
  t: (key: string, values?: Record<string, number>) => string;
  durationText: (seconds: number) => string;
}

const sortBy = <Field extends 'mailbox' | 'name' | 'deviceType' | 'lastContactAt' | 'firstContactAt'>(field: Field) => {
  const ascending: DeviceSort = field;
  const descending: DeviceSort = `-${field}`;
  return { ascending, descending };
};
const orNothing = (value: string | null) => value ?? <span className="text-muted">–</span>;
const asCode = (value: string | null) => (value === null ? orNothing(null) : <Code>{value}</Code>);

/** Columns of the device list; one array for the table, its loading skeleton and the column chooser. */
export const deviceColumns = ({ t, durationText }: DeviceColumnTools): Column<DeviceSummary>[] => [
  {
    id: 'name',
    header: t('name'),
    isRowHeader: true,
    sort: sortBy('name'),
    className: 'md:min-w-40',
    cell: (device) => <TextLink href={`/mobileadmin/devices/${device.id}`}>{device.name}</TextLink>,
  },
  {
    id: 'mailbox',
    header: t('mailbox'),
    sort: sortBy('mailbox'),
    className: 'break-words md:max-w-64 xl:min-w-60',
    cell: (device) => <MailboxName name={device.mailbox} />,
  },
  {
    id: 'state',
    header: t('state'),
    className: 'md:whitespace-nowrap xl:min-w-44',
    cell: (device) => <DeviceStateBadge state={device.state} />,
  },
  {
    id: 'policy',
    header: t('policy'),
    cell: (device) => (
      <span className="flex flex-col items-start gap-0.5">
        <PolicyStateBadge state={device.policyState} />
        {device.exemptSettings.length > 0 && (
          <span className="text-muted">{t('partlyExempt', { count: device.exemptSettings.length })}</span>
        )}
      </span>
    ),
  },
  {
    id: 'lastContact',
    header: t('lastContact'),
    sort: { ...sortBy('lastContactAt'), first: 'descending' },
    className: 'whitespace-nowrap',
    cell: (device) => <RelativeTime at={device.lastContactAt} />,
  },
  { id: 'type', header: t('type'), sort: sortBy('deviceType'), cell: (device) => device.deviceType },
  {
    id: 'os',
    header: t('os'),
    className: 'wrap-anywhere md:max-w-56 md:min-w-28',
    cell: (device) => orNothing(device.os),
  },
  ...rareColumns({ t, durationText }),
];

/** What few need all the time; there when chosen. */
const rareColumns = ({ t, durationText }: DeviceColumnTools): Column<DeviceSummary>[] => [
  { id: 'model', header: t('model'), isHiddenAtFirst: true, cell: (device) => orNothing(device.model) },
  {
    id: 'access',
    header: t('access'),
    isHiddenAtFirst: true,
    cell: (device) => <AccessBadge access={device.access} blockReason={device.blockReason} />,
  },
  {
    id: 'protocolVersion',
    header: t('protocolVersion'),
    isHiddenAtFirst: true,
    cell: (device) => device.protocolVersion,
  },
  { id: 'easDeviceId', header: t('easDeviceId'), isHiddenAtFirst: true, cell: (device) => asCode(device.easDeviceId) },
  { id: 'imei', header: t('imei'), isHiddenAtFirst: true, cell: (device) => asCode(device.imei) },
  {
    id: 'phoneNumber',
    header: t('phoneNumber'),
    isHiddenAtFirst: true,
    cell: (device) => orNothing(device.phoneNumber),
  },
  {
    id: 'userAgent',
    header: t('userAgent'),
    isHiddenAtFirst: true,
    className: 'md:max-w-64',
    cell: (device) => orNothing(device.userAgent),
  },
  {
    id: 'firstContact',
    header: t('firstContact'),
    isHiddenAtFirst: true,
    sort: { ...sortBy('firstContactAt'), first: 'descending' },
    className: 'whitespace-nowrap',
    cell: (device) => <RelativeTime at={device.firstContactAt} />,
  },
  { id: 'lastAddress', header: t('lastAddress'), isHiddenAtFirst: true, cell: (device) => asCode(device.lastAddress) },
  {
    id: 'heartbeat',
    header: t('heartbeat'),
    align: 'end',
    isHiddenAtFirst: true,
    cell: (device) => orNothing(device.heartbeatSeconds === null ? null : durationText(device.heartbeatSeconds)),
  },
  {
    id: 'cutAfter',
    header: t('cutAfter'),
    align: 'end',
    isHiddenAtFirst: true,
    cell: (device) => orNothing(device.cutAfterSeconds === null ? null : durationText(device.cutAfterSeconds)),
  },
];
