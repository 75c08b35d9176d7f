import { z } from 'zod';
import type { TokenView } from '@/lib/domain/tokens/contract';
import { listTokens } from '@/lib/domain/tokens/list-tokens';
import { defineCommand } from './command';
import { renderTable } from './render';

/** `token list`: with those that are not good any more. */
export const tokenList = defineCommand({
  name: 'token list',
  summary: 'Lists tokens, newest first; the tokens themselves are not kept',
  options: {},
  input: z.strictObject({}),
  run: async ({ ctx }) => {
    const list = await listTokens(ctx);
    const rows = list.tokens.map((token) => [
      token.id,
      token.name,
      token.role,
      stateOf(token, ctx.now()),
      token.lastUsedAt ?? 'never',
    ]);
    return { text: renderTable(['ID', 'NAME', 'ROLE', 'STATE', 'LAST USED'], rows), json: list };
  },
});

function stateOf({ revokedAt, expiresAt }: TokenView, now: Date): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  if (expiresAt === null) return 'good for ever';
  return new Date(expiresAt) <= now ? `expired ${expiresAt}` : `good until ${expiresAt}`;
}
