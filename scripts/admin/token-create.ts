import { z } from 'zod';
import { createToken } from '@/lib/domain/tokens/create-token';
import { CreateTokenInput } from '@/lib/domain/tokens/contract';
import { defineCommand } from './command';

const { name, role } = CreateTokenInput.shape;

/** `token create`: standard output is the token and nothing else. */
export const tokenCreate = defineCommand({
  name: 'token create',
  summary: 'Makes a token for scripts and prints it, for the only time',
  options: {
    role: { value: 'ROLE', description: 'administrator, helpdesk or auditor' },
    name: { value: 'NAME', description: 'What the history calls the script' },
    days: { value: 'DAYS', description: 'Until it expires; 365 unless given, "never" for no end' },
  },
  input: z.strictObject({
    role,
    name,
    days: z
      .union([
        z.literal('never').transform(() => null),
        z.coerce.number<string>({ error: 'must be a number of days up to 3650, or "never".' }).int().min(1).max(3650),
      ])
      .default(365),
  }),
  run: async ({ ctx }, { days, ...rest }) => {
    const issued = await createToken(ctx, { ...rest, validDays: days });
    return { text: issued.token, json: issued };
  },
});
