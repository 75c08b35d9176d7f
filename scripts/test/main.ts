import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../start/progress.mjs';
import { runStep, type StepResult } from './run-step';
import { steps } from './steps';
import { installSystemPackages } from './system-packages';

/**
 * Runs every check and test there is and ends the process. The last line says how many passed and failed over all; the
 * exit status is 0 only if nothing failed.
 */
export async function main({ root, progress }: { root: string; progress: Progress }): Promise<never> {
  await installSystemPackages(progress);
  // Types of routes that an earlier `npm run dev` knew may not exist any more.
  rmSync(join(root, '.next/dev/types'), { recursive: true, force: true });

  const results: StepResult[] = [];
  for (const step of steps) {
    console.log(`\n── ${step.name} ${'─'.repeat(60 - step.name.length)}`);
    results.push(await runStep(step, root));
  }
  console.log('');
  for (const result of results) console.log(describe(result));
  const sum = (pick: (result: StepResult) => number) => results.reduce((total, result) => total + pick(result), 0);
  const failed = sum((result) => result.failed);
  console.log(`${sum((result) => result.passed)} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

function describe({ name, passed, failed, skipped, seconds }: StepResult): string {
  const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
  return `${name.padEnd(9)}${counts}${skipped > 0 ? ` ${skipped} did not run` : ''}  ${seconds.toFixed(0)} s`;
}
