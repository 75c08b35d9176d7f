import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import type { DatabaseFacts } from '@/lib/domain/settings/contract';

/**
 * Which database this is, of which version, and how large it has become.
 *
 * @throws DomainError `permission_denied`
 */
export async function getDatabaseFacts(ctx: DomainContext): Promise<DatabaseFacts> {
  requirePermission(ctx.actor, 'setting:read');
  const [row] = await ctx.db.$queryRaw<DatabaseFacts[]>`
    SELECT current_database() AS name, current_setting('server_version') AS "serverVersion",
      pg_database_size(current_database())::float8 AS "sizeBytes"`;
  if (!row) throw new Error('A query without FROM gave no row');
  return row;
}
