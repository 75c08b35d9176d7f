import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export type Count = { passed: number; failed: number; skipped: number };

/** What Vitest's JSON reporter writes, as far as it is counted. */
const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** What Playwright's JSON reporter writes, as far as it is counted. A flaky test failed at least once. */
const PlaywrightReport = z.object({
  errors: z.array(z.unknown()),
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

export type Runner = 'vitest' | 'playwright' | 'single';

/**
 * Counts what a runner did. A runner that ended badly without naming a failed test, or left no report, counts as one
 * failed test: nothing that did not run may look like success.
 */
export function countResults(runner: Runner, { hasPassed, report }: { hasPassed: boolean; report: string }): Count {
  if (runner === 'single') return { passed: hasPassed ? 1 : 0, failed: hasPassed ? 0 : 1, skipped: 0 };
  const count = readCount(runner, report);
  if (!count) return { passed: 0, failed: 1, skipped: 0 };
  const isUnexplained = (!hasPassed && count.failed === 0) || (hasPassed && count.passed + count.failed === 0);
  return isUnexplained ? { ...count, failed: 1 } : count;
}

function readCount(runner: Exclude<Runner, 'single'>, path: string): Count | null {
  if (!existsSync(path)) return null;
  const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (runner === 'playwright') {
    const { stats, errors } = PlaywrightReport.parse(report);
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = VitestReport.parse(report);
  // A file that cannot even be loaded has no tests that could fail.
  const isBroken = (file: (typeof testResults)[number]) =>
    file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed');
  const broken = testResults.filter(isBroken).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
}
