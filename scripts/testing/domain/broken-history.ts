import { execute } from '@/scripts/testing/database';

/** What a write to the history fails with while it is broken. */
export const HISTORY_IS_BROKEN = /history_is_broken/;

/** Makes every write to the history fail while `run` runs: what is changed meanwhile must be taken back. */
export async function withBrokenHistory(ownerUrl: string, run: () => Promise<void>): Promise<void> {
  await execute(ownerUrl, 'ALTER TABLE audit_event ADD CONSTRAINT history_is_broken CHECK (sequence < 0) NOT VALID');
  try {
    await run();
  } finally {
    await execute(ownerUrl, 'ALTER TABLE audit_event DROP CONSTRAINT history_is_broken');
  }
}
