import { z } from 'zod';
import { readPolicySet } from '@/lib/domain/policy-sets/read-policy-set';
import { defineCommand } from './command';
import { printPolicyFile } from './print-policy-file';

/** `policy export`: standard output is the file and nothing else. */
export const policyExport = defineCommand({
  name: 'policy export',
  summary: 'Writes all policies, and who has which, to standard output as a file for policy apply',
  options: { all: { description: 'Writes also the settings that have their initial value' } },
  input: z.strictObject({ all: z.boolean().default(false) }),
  run: async ({ ctx, terminal, isJson }, { all }) => {
    const set = await readPolicySet(ctx);
    if (isJson) return { text: '', json: set };
    await terminal.write(printPolicyFile(set, all));
    return undefined;
  },
});
