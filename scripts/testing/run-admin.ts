import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '@/lib/config/environment';
import { variables } from '@/lib/config/variables';
import { run } from '@/scripts/admin/run';
import { openTerminal } from '@/scripts/admin/terminal';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = ['--import', 'tsx', 'scripts/admin/main.ts'];

export type AdminResult = { status: number | null; output: string; errors: string };

/** Where the command finds its database. Nothing else of our environment reaches it. */
export type AdminEnvironment = { DATABASE_URL?: string; DATA_DIR?: string; SUDO_USER?: string; PUBLIC_URL?: string };

/** Runs the command line here, without a terminal; all of it but `main.ts`. */
export async function runAdmin(
  words: readonly string[],
  environment: AdminEnvironment,
  input = '',
): Promise<AdminResult> {
  const result = { output: '', errors: '' };
  const collect = (name: 'output' | 'errors') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        result[name] += chunk.toString();
        done();
      },
    });
  const terminal = openTerminal({
    input: Readable.from([input]),
    output: collect('output'),
    errors: collect('errors'),
  });
  return { status: await run({ words, terminal, environment }), ...result };
}

/** Runs the command line as a process of its own, without a terminal. */
export async function spawnAdmin(
  words: readonly string[],
  environment: AdminEnvironment,
  input = '',
): Promise<AdminResult> {
  const child = spawn(process.execPath, [...program, ...words], { cwd: root, env: ownEnvironment(environment) });
  child.stdin.on('error', () => undefined); // it may end without reading
  child.stdin.end(input);
  return result(child);
}

/** Starts the command line as a process of its own, and kills it at that moment, whatever it is doing. */
export async function killAdmin(
  words: readonly string[],
  environment: AdminEnvironment,
  moment: () => Promise<unknown>,
): Promise<AdminResult> {
  const child = spawn(process.execPath, [...program, ...words], { cwd: root, env: ownEnvironment(environment) });
  child.stdin.end();
  const ended = result(child);
  try {
    await moment();
  } finally {
    child.kill('SIGKILL');
  }
  return ended;
}

/** Runs the command line on a terminal, where each answer is typed once its question has appeared. */
export async function spawnAdminOnTerminal(
  words: readonly string[],
  environment: AdminEnvironment,
  answers: readonly (readonly [question: string, answer: string])[],
): Promise<AdminResult> {
  // `script` (util-linux) gives the command a pseudo-terminal and takes over its exit status.
  const command = [process.execPath, ...program, ...words]
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: root,
    env: ownEnvironment(environment),
  });
  const pending = [...answers];
  let unanswered = '';
  child.stdout.on('data', (chunk: Buffer) => {
    unanswered += chunk.toString();
    const [next] = pending;
    if (!next || !unanswered.includes(next[0])) return;
    pending.shift();
    unanswered = '';
    child.stdin.write(`${next[1]}\r`);
  });
  const outcome = await result(child);
  child.stdin.destroy();
  return outcome;
}

/** The environment of this process, without what would send the command somewhere else. */
function ownEnvironment(environment: AdminEnvironment) {
  return childEnvironment('production', [...Object.keys(variables), 'SUDO_USER'], environment);
}

async function result(child: ChildProcess): Promise<AdminResult> {
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await once(child, 'close');
  return { status: child.exitCode, output, errors };
}
