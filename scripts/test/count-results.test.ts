import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countResults } from './count-results';

const folder = mkdtempSync(join(tmpdir(), 'mobileadmin-count-'));
afterAll(() => rmSync(folder, { recursive: true }));

function reportOf(content: object): string {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const vitest = (passed: number, failed: number, files: object[] = []) =>
  reportOf({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: files,
  });
const playwright = (stats: object, errors: object[] = []) =>
  reportOf({ errors, stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats } });

describe('the closing line', () => {
  it('counts every test of every runner', () => {
    expect(countResults('vitest', { hasPassed: false, report: vitest(41, 2) })).toMatchObject({
      passed: 41,
      failed: 2,
    });
    const report = playwright({ expected: 7, unexpected: 1, skipped: 3 });
    expect(countResults('playwright', { hasPassed: false, report })).toEqual({ passed: 7, failed: 1, skipped: 3 });
    expect(countResults('single', { hasPassed: true, report: '' })).toMatchObject({ passed: 1, failed: 0 });
    expect(countResults('single', { hasPassed: false, report: '' })).toMatchObject({ passed: 0, failed: 1 });
  });

  it.each([
    ['left no report', { hasPassed: true, report: '/nowhere.json' }],
    ['ended badly although no test failed', { hasPassed: false, report: vitest(3, 0) }],
    ['found no test at all', { hasPassed: true, report: vitest(0, 0) }],
    ['had a file that could not be loaded', { hasPassed: false, report: vitest(3, 0, [broken()]) }],
  ])('counts a failure for a runner that %s', (_what, run) => {
    expect(countResults('vitest', run).failed).toBe(1);
  });

  it.each([
    ['a test passed only when it was repeated', { expected: 3, flaky: 1 }, []],
    ['the set-up broke', { expected: 3 }, [{ message: 'no browser' }]],
  ])('counts a failure when %s', (_what, stats, errors) => {
    expect(countResults('playwright', { hasPassed: false, report: playwright(stats, errors) }).failed).toBe(1);
  });
});

function broken() {
  return { status: 'failed', assertionResults: [] };
}
