import { NoticeKind } from '@/lib/domain/notices/contract';
import type { Role } from '@/lib/domain/people/contract';
import { hasPermission, type Permission } from '@/lib/domain/permissions';

/** Of the page that shows it. */
const permissions: Record<NoticeKind, Permission> = {
  quarantine: 'device:read',
  exception: 'exception:read',
  policy_loop: 'device:read',
  mail_server: 'setting:read',
};

const defaults: Record<Role, readonly NoticeKind[]> = {
  administrator: NoticeKind.options,
  helpdesk: ['quarantine'],
  auditor: [],
};

/** What people of this role may be told. */
export const availableNotices = (role: Role): NoticeKind[] =>
  NoticeKind.options.filter((kind) => hasPermission(role, permissions[kind]));

/** What somebody is told: what they chose, or else what their role is told by default, as far as the role may. */
export function noticesOf(role: Role, chosen: readonly NoticeKind[] | null): NoticeKind[] {
  const wanted = chosen ?? defaults[role];
  return availableNotices(role).filter((kind) => wanted.includes(kind));
}
