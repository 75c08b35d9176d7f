import type { DomainContext } from '@/lib/domain/context';
import { requirePermission } from '@/lib/domain/permissions';
import type { TokenList } from '@/lib/domain/tokens/contract';
import { tokenView } from '@/lib/domain/tokens/token-view';

const LIMIT = 500;

/**
 * Tokens, newest first, with the expired and revoked ones: who looks for a leak needs them too.
 *
 * @throws DomainError `permission_denied`
 */
export async function listTokens(ctx: DomainContext): Promise<TokenList> {
  requirePermission(ctx.actor, 'token:read');
  const rows = await ctx.db.apiToken.findMany({
    select: tokenView.select,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: LIMIT,
  });
  return { tokens: rows.map(tokenView.from) };
}
