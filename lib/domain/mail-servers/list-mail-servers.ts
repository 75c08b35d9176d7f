import type { DomainContext } from '@/lib/domain/context';
import type { MailServerList } from '@/lib/domain/mail-servers/contract';
import { loadMailServers } from '@/lib/domain/mail-servers/load-mail-servers';
import { requirePermission } from '@/lib/domain/permissions';

/**
 * The mail servers that the engine is configured for, and how it last fared with each.
 *
 * @throws DomainError `permission_denied`
 */
export async function listMailServers(ctx: DomainContext): Promise<MailServerList> {
  requirePermission(ctx.actor, 'setting:read');
  return { servers: await loadMailServers(ctx.db) };
}
