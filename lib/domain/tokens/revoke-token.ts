import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import type { TokenIdInput, TokenView } from '@/lib/domain/tokens/contract';
import { tokenView } from '@/lib/domain/tokens/token-view';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Ends a token at once. Revoking it again changes nothing.
 *
 * @throws DomainError `permission_denied`, `token_not_found`
 */
export async function revokeToken(ctx: DomainContext, input: TokenIdInput): Promise<TokenView> {
  requirePermission(ctx.actor, 'token:manage');
  return ctx.db.$transaction(async (tx) => {
    const { count } = await tx.apiToken.updateMany({
      where: { id: input.tokenId, revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    const row = await tx.apiToken.findUnique({ where: { id: input.tokenId }, select: tokenView.select });
    if (!row) throw new DomainError('token_not_found', input.tokenId);
    if (count === 1) {
      await appendAudit(tx, ctx, { action: 'token_revoked', target: { kind: 'token', id: row.id, name: row.name } });
      await signalConsole(tx, { topic: 'tokens', id: row.id });
    }
    return tokenView.from(row);
  });
}
