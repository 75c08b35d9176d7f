import type { QueryKey } from '@tanstack/react-query';
import { accessQueries } from '@/lib/console/access/queries';
import { commandQueries } from '@/lib/console/commands/queries';
import { deviceQueries } from '@/lib/console/devices/queries';
import { exceptionQueries } from '@/lib/console/exceptions/queries';
import { historyQueries } from '@/lib/console/history/queries';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { noticeQueries } from '@/lib/console/notices/queries';
import { overviewQueries } from '@/lib/console/overview/queries';
import { personQueries } from '@/lib/console/people/queries';
import { policyQueries } from '@/lib/console/policies/queries';
import { settingQueries } from '@/lib/console/settings/queries';
import { tokenQueries } from '@/lib/console/tokens/queries';
import type { ConsoleSignal } from '@/lib/domain/signals';

/** What of the cache shows something of a topic. */
const keysByTopic: Record<ConsoleSignal['topic'], readonly QueryKey[]> = {
  access: [accessQueries.all, deviceQueries.all, mailboxQueries.all, overviewQueries.all],
  devices: [deviceQueries.all, overviewQueries.all, accessQueries.all],
  commands: [commandQueries.all, deviceQueries.all, overviewQueries.all],
  policies: [policyQueries.all, deviceQueries.all, mailboxQueries.all, overviewQueries.all],
  exceptions: [exceptionQueries.all, policyQueries.all, deviceQueries.all, mailboxQueries.all, overviewQueries.all],
  mailboxes: [mailboxQueries.all, policyQueries.all, exceptionQueries.all, accessQueries.all],
  people: [personQueries.all],
  tokens: [tokenQueries.all],
  history: [historyQueries.all],
  mail_servers: [settingQueries.mailServers().queryKey, overviewQueries.all],
  notices: [noticeQueries.all],
};

/** Keys of the cached queries that a signal makes stale. A device that is named leaves the pages of others alone. */
export function staleKeys({ topic, id }: ConsoleSignal): readonly QueryKey[] {
  if (topic !== 'devices' || id === undefined) return keysByTopic[topic];
  return [
    deviceQueries.lists(),
    deviceQueries.facets().queryKey,
    deviceQueries.detail(id).queryKey,
    policyQueries.ofDevice(id).queryKey,
    historyQueries.ofDevice(id).queryKey,
    overviewQueries.all,
    accessQueries.all,
  ];
}
