import type { DomainContext } from '@/lib/domain/context';
import type { Role } from '@/lib/domain/people/contract';
import { DomainError } from '@/lib/errors/domain-error';

/** What a role may do. An auditor reads everything and changes nothing; helpdesk sees devices, queues and cancels. */
const granted = {
  'device:read': ['administrator', 'helpdesk', 'auditor'],
  'device:manage': ['administrator'],
  'command:queue': ['administrator', 'helpdesk'],
  'command:cancel': ['administrator', 'helpdesk'],
  'access:read': ['administrator', 'auditor'],
  'access:manage': ['administrator'],
  'policy:read': ['administrator', 'auditor'],
  'policy:manage': ['administrator'],
  'exception:read': ['administrator', 'auditor'],
  'exception:manage': ['administrator'],
  'mailbox:read': ['administrator', 'helpdesk', 'auditor'],
  'mailbox:manage': ['administrator'],
  'history:read': ['administrator', 'auditor'],
  'people:read': ['administrator', 'auditor'],
  'people:manage': ['administrator'],
  'token:read': ['administrator', 'auditor'],
  'token:manage': ['administrator'],
  'setting:read': ['administrator', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof granted;

/** True if the role has the permission. For the interface, which hides what would be refused. */
export function hasPermission(role: Role | null, permission: Permission): boolean {
  const roles: readonly Role[] = granted[permission];
  return role !== null && roles.includes(role);
}

/**
 * First line of every domain function that takes an actor.
 *
 * @throws DomainError `permission_denied`
 */
export function requirePermission(actor: DomainContext['actor'], permission: Permission): void {
  if (hasPermission(actor.role, permission)) return;
  throw new DomainError('permission_denied', `${actor.kind} ${actor.id} lacks ${permission}`, {
    details: { permission },
  });
}
