import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Count, countResults } from './count-results';
import type { Step } from './steps';

export type StepResult = Count & { name: string; seconds: number };

/** Runs one step, its output going straight to ours, and counts what it did. */
export async function runStep(step: Step, root: string): Promise<StepResult> {
  const startedAt = Date.now();
  const report = join(root, step.report);
  if (step.report !== '') rmSync(report, { force: true }); // an old report must not speak for this run
  let hasPassed = true;
  for (const words of step.calls) {
    hasPassed &&= await runCall(words, { root, limitMs: step.limitMinutes * 60_000 });
  }
  const count = countResults(step.runner, { hasPassed, report });
  return { ...count, name: step.name, seconds: (Date.now() - startedAt) / 1000 };
}

/** True if the program ended well within its time; one that hangs is ended with everything it started. */
function runCall(words: string[], { root, limitMs }: { root: string; limitMs: number }): Promise<boolean> {
  const child = spawn(process.execPath, words, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      console.error(`Ended after ${limitMs / 60_000} minutes: ${words.join(' ')}`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }, limitMs);
    child.once('error', () => resolve(false));
    child.once('exit', (status) => {
      clearTimeout(limit);
      resolve(status === 0);
    });
  });
}
