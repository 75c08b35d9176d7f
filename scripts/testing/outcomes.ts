import { DomainError } from '@/lib/errors/domain-error';

/** How attempts that ran at once came out, sorted: `ok`, or the code of the refusal. A fault is thrown on. */
export async function outcomes(attempts: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(attempts);
  return results
    .map((result) => {
      if (result.status === 'fulfilled') return 'ok';
      if (result.reason instanceof DomainError) return result.reason.code;
      throw result.reason;
    })
    .toSorted();
}
