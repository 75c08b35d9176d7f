import type { Role } from '@/lib/domain/people/contract';
import { hasPermission, type Permission } from '@/lib/domain/permissions';
import type { ConsoleSignal } from '@/lib/domain/signals';

const permissions: Record<ConsoleSignal['topic'], Permission> = {
  access: 'access:read',
  devices: 'device:read',
  commands: 'device:read',
  policies: 'policy:read',
  exceptions: 'exception:read',
  mailboxes: 'mailbox:read',
  people: 'people:read',
  tokens: 'token:read',
  history: 'history:read',
  // The overview tells everybody of trouble with them.
  mail_servers: 'device:read',
  // Everybody has settings of their own.
  notices: 'device:read',
};

/** Whether the role may know that something of this topic changed. */
export const mayHear = (role: Role | null, topic: ConsoleSignal['topic']): boolean =>
  hasPermission(role, permissions[topic]);
