import { spawn } from 'node:child_process';
import { childEnvironment } from '@/lib/config/environment';
import { variables } from '@/lib/config/variables';

/** The programs that build run without our variables: nothing of them may end up in a build. */
const ENVIRONMENT = childEnvironment('production', Object.keys(variables));

export type ToolOptions = {
  root: string;
  env?: Record<string, string>;
  signal: AbortSignal;
};

/**
 * Runs a Node program of a package and waits for it.
 *
 * @throws Error with everything it wrote, if it fails
 */
export function runTool(words: readonly string[], { root, env, signal }: ToolOptions): Promise<void> {
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: Object.assign({}, ENVIRONMENT, env),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve();
      else reject(new Error(output.trim() || `it ended with status ${status}`));
    });
  });
}
