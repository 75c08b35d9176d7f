import { upperCase } from '@/lib/domain/enum-case';
import { createBearerSecret } from '@/lib/domain/bearer-secret';
import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole } from '@/lib/domain/send-signals';
import type { CreateTokenInput, TokenIssued } from '@/lib/domain/tokens/contract';
import { tokenView } from '@/lib/domain/tokens/token-view';

const DAY_MS = 86_400_000;

/**
 * Makes a bearer token for scripts.
 *
 * @returns the token itself, for the only time: the database has its hash
 * @throws DomainError `permission_denied`
 */
export async function createToken(ctx: DomainContext, input: CreateTokenInput): Promise<TokenIssued> {
  requirePermission(ctx.actor, 'token:manage');
  const { name, role, validDays } = input;
  const now = ctx.now();
  const { secret, hash } = createBearerSecret('mat_');
  const expiresAt = validDays === null ? null : new Date(now.getTime() + validDays * DAY_MS);
  return ctx.db.$transaction(async (tx) => {
    const row = await tx.apiToken.create({
      data: { name, role: upperCase(role), tokenHash: hash, createdBy: ctx.actor.name, createdAt: now, expiresAt },
      select: tokenView.select,
    });
    await appendAudit(tx, ctx, {
      action: 'token_created',
      target: { kind: 'token', id: row.id, name },
      after: { role, expiresAt: expiresAt?.toISOString() ?? null },
    });
    await signalConsole(tx, { topic: 'tokens', id: row.id });
    return { ...tokenView.from(row), token: secret };
  });
}
