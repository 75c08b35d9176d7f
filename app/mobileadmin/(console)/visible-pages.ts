import type { PageId } from '@/components/shell/navigation';
import { pageIds } from '@/components/shell/navigation';
import type { Role } from '@/lib/domain/people/contract';
import { hasPermission, type Permission } from '@/lib/domain/permissions';

/** Who has any of these sees the page in the navigation; a page that names none is everybody's. */
const needed: Record<PageId, readonly Permission[]> = {
  overview: ['device:read'],
  devices: ['device:read'],
  policies: ['policy:read'],
  exceptions: ['exception:read'],
  access: ['access:read'],
  history: ['history:read'],
  people: ['people:read', 'mailbox:read'],
  settings: [],
  api: [],
};

/** Pages that a role has use for. A courtesy: each page and each domain function decides for itself. */
export function visiblePages(role: Role): PageId[] {
  return pageIds.filter(
    (page) => needed[page].length === 0 || needed[page].some((permission) => hasPermission(role, permission)),
  );
}
