import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

export type EngineProcess = {
  readonly url: string;
  /** Ends it as a crash or a power cut would. */
  kill(): Promise<void>;
  /** Megabytes in memory now, and at most so far. */
  memory(): { now: number; most: number };
  /** What it wrote. */
  output(): string;
};

/**
 * The engine as it is started for real, a process of its own made from its sources.
 *
 * @returns once it serves phones
 * @throws with what it wrote if it does not
 */
export async function startEngineProcess(port: number, variables: Record<string, string>): Promise<EngineProcess> {
  const env = { NODE_ENV: 'test' as const, ENGINE_PORT: String(port), ENGINE_WORKERS: '1', ...variables };
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'engine/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // it ends when this process does
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(String(chunk)));
  const ended = once(child, 'exit');
  const [message] = await Promise.race([once(child, 'message'), ended]);
  if (JSON.stringify(message) !== '{"ready":true}') throw new Error(`The engine did not start: ${chunks.join('')}`);
  return {
    url: `http://127.0.0.1:${port}`,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    memory: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const megabytes = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
      return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
    },
    output: () => chunks.join(''),
  };
}
