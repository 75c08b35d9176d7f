import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import type { AuditEntry } from '@/lib/domain/history/contract';

/** Where the thing an entry is about can be seen; null for what has no page. It may be gone by now. */
export function targetHref({ targetKind, targetId, mailbox, deviceKey }: AuditEntry): string | null {
  if (targetKind === 'device' && targetId) return `/mobileadmin/devices/${targetId}`;
  if (targetKind === 'command') return deviceHref({ mailbox, deviceKey });
  if (targetKind === 'policy' && targetId) return `/mobileadmin/policies/${targetId}`;
  if (targetKind === 'mailbox' && targetId) return `/mobileadmin/people/mailboxes/${targetId}`;
  if (targetKind === 'group') return '/mobileadmin/people?tab=mailboxes';
  return null;
}

/** The list of devices, narrowed to the one of an entry, else to those of its mailbox. */
export function deviceHref({ mailbox, deviceKey }: Pick<AuditEntry, 'mailbox' | 'deviceKey'>): string | null {
  const search = deviceKey ?? mailbox;
  return search === null ? null : `/mobileadmin/devices${writeDeviceListQuery({ search })}`;
}
