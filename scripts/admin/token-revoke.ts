import { z } from 'zod';
import { revokeToken } from '@/lib/domain/tokens/revoke-token';
import { defineCommand } from './command';

/** `token revoke`: by id, since names may be used twice. */
export const tokenRevoke = defineCommand({
  name: 'token revoke',
  summary: 'Ends a token at once',
  operand: 'ID',
  options: {},
  input: z.strictObject({ operand: z.uuid({ error: 'must be the id of a token; see token list.' }) }),
  run: async ({ ctx }, { operand }) => {
    const token = await revokeToken(ctx, { tokenId: operand });
    return { text: `${token.name} is good for nothing since ${token.revokedAt}.`, json: token };
  },
});
