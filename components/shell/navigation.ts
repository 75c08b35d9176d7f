import {
  BookOpen,
  DoorOpen,
  FileLock,
  Gauge,
  History,
  Settings,
  ShieldOff,
  Smartphone,
  Users,
  type LucideIcon,
} from 'lucide-react';

/** Pages of the main navigation, in their order. */
export const pageIds = [
  'overview',
  'devices',
  'policies',
  'exceptions',
  'access',
  'history',
  'people',
  'settings',
  'api',
] as const;
export type PageId = (typeof pageIds)[number];

/** Where a page is. The overview is the root of the console. */
export const pageHref = (page: PageId) => (page === 'overview' ? '/mobileadmin' : `/mobileadmin/${page}`);

/** The page that an address belongs to. */
export function pageOfPath(path: string): PageId | undefined {
  if (path === '/mobileadmin') return 'overview';
  return pageIds.find(
    (page) => page !== 'overview' && (path === pageHref(page) || path.startsWith(`${pageHref(page)}/`)),
  );
}

export const pageIcon: Record<PageId, LucideIcon> = {
  overview: Gauge,
  devices: Smartphone,
  policies: FileLock,
  exceptions: ShieldOff,
  access: DoorOpen,
  history: History,
  people: Users,
  settings: Settings,
  api: BookOpen,
};
