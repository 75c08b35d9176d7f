import type { Runner } from './count-results';

export type Step = {
  name: string;
  runner: Runner;
  /** Arguments of Node, one call after the other; the first that fails ends the step. */
  calls: string[][];
  /** Where the runner leaves its JSON report. */
  report: string;
  limitMinutes: number;
};

const bin = (path: string) => `node_modules/${path}`;

function single(name: string, ...calls: string[][]): Step {
  return { name, runner: 'single', calls, report: '', limitMinutes: 10 };
}

function vitest(project: string, limitMinutes: number): Step {
  const report = `.build/test/${project}.json`;
  const words = [bin('vitest/vitest.mjs'), 'run', '--project', project];
  words.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  return { name: project, runner: 'vitest', calls: [words], report, limitMinutes };
}

/** Everything that has to hold, quickest first. */
export const steps: readonly Step[] = [
  single('format', [bin('oxfmt/bin/oxfmt'), '--check']),
  single('client', ['scripts/db/generate.mjs']),
  single(
    'types',
    [bin('next/dist/bin/next'), 'typegen'],
    [bin('typescript/bin/tsc'), '--noEmit', '--incremental', 'false'],
  ),
  single('lint', [bin('oxlint/bin/oxlint'), '--type-aware']),
  vitest('unit', 15),
  vitest('database', 30),
  single('build', ['--import', 'tsx', 'scripts/test/build.ts']),
  {
    name: 'e2e',
    runner: 'playwright',
    calls: [[bin('@playwright/test/cli.js'), 'test']],
    report: '.build/test/e2e.json',
    limitMinutes: 30,
  },
];
