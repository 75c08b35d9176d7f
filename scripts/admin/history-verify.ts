import { z } from 'zod';
import type { ChainReport } from '@/lib/domain/history/contract';
import { verifyChain } from '@/lib/domain/history/verify-chain';
import { defineCommand } from './command';

/** `history verify`: the exit status is 0 only if the chain is whole. */
export const historyVerify = defineCommand({
  name: 'history verify',
  summary: 'Checks that no event of the history was changed, taken out or put in; fails if one was',
  options: {},
  input: z.strictObject({}),
  run: async ({ ctx }) => {
    const report = await verifyChain(ctx);
    return { text: describe(report), json: report, isGood: report.isIntact };
  },
});

const problems = {
  hash_mismatch: 'it was changed after it had been written',
  link_mismatch: 'it does not continue the event before it',
  gap: 'events before it are missing',
} as const;

function describe({ checked, firstBad, headSequence, headHash }: ChainReport): string {
  if (firstBad) {
    return `The history is broken at event ${firstBad.sequence}: ${problems[firstBad.problem]}. The ${checked} before it are whole.`;
  }
  if (headHash === null) return 'The history is empty.';
  return `The history is whole: ${checked} events. The last is number ${headSequence} with hash ${headHash}; noted elsewhere, it proves later that nothing was cut off.`;
}
