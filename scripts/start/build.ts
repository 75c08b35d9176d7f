import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { buildStamp, fingerprint } from './fingerprint';
import type { Progress } from './progress.mjs';
import { runTool } from './run-tool';
import { StartError } from './start-error';

const EVERYWHERE = ['package-lock.json', 'tsconfig.json', 'prisma/schema', 'lib'];
const CONSOLE = [...EVERYWHERE, 'app', 'components', 'public', 'next.config.ts', 'postcss.config.mjs', 'proxy.ts'];
const SERVERS = [...EVERYWHERE, 'engine', 'scripts/console'];

/** Entry points of our own processes and where their bundles are put. */
export const bundles = {
  engine: { source: 'engine/main.ts', output: '.build/engine/main.mjs' },
  console: { source: 'scripts/console/main.ts', output: '.build/console/main.mjs' },
};

export type BuildOptions = { root: string; progress: Progress; signal: AbortSignal };

/** Makes the Prisma client if the schema or Prisma itself has changed since it was made. */
export async function generateClient({ root, progress, signal }: BuildOptions): Promise<void> {
  const stamp = buildStamp(root, 'client');
  const wanted = fingerprint(root, ['prisma/schema', 'node_modules/prisma/package.json']);
  if (stamp.isCurrent(wanted) && existsSync(join(root, 'lib/db/generated/client.ts'))) return;
  await step(progress, 'Generating the database client', () => runTool(['scripts/db/generate.mjs'], { root, signal }));
  stamp.write(wanted);
}

/** Builds console and engine as far as their sources have changed. */
export async function buildAll(options: BuildOptions): Promise<void> {
  await buildServers(options);
  await buildConsole(options);
}

/** Whether the builds that are there were made from the sources that are there. */
export function isBuilt(root: string): boolean {
  return areServersBuilt(root) && isConsoleBuilt(root);
}

function areServersBuilt(root: string): boolean {
  const hasOutput = Object.values(bundles).every(({ output }) => existsSync(join(root, output)));
  return hasOutput && buildStamp(root, 'servers').isCurrent(fingerprint(root, SERVERS));
}

async function buildServers({ root, progress }: BuildOptions): Promise<void> {
  if (areServersBuilt(root)) return;
  const wanted = fingerprint(root, SERVERS);
  await step(progress, 'Building the engine', async () => {
    for (const { source, output } of Object.values(bundles)) {
      await bundle({
        absWorkingDir: root,
        entryPoints: [source],
        outfile: output,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        packages: 'external',
        sourcemap: true,
        logLevel: 'silent',
      });
    }
  });
  buildStamp(root, 'servers').write(wanted);
}

function buildId(root: string): string | null {
  const file = join(root, '.next/BUILD_ID');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** The id tells whether the build that is there is the one we made. */
function isConsoleBuilt(root: string): boolean {
  const id = buildId(root);
  return id !== null && buildStamp(root, 'console').isCurrent(`${fingerprint(root, CONSOLE)} ${id}`);
}

async function buildConsole({ root, progress, signal }: BuildOptions): Promise<void> {
  if (isConsoleBuilt(root)) return;
  const wanted = fingerprint(root, CONSOLE);
  await step(progress, 'Building the console', () =>
    runTool(['node_modules/next/dist/bin/next', 'build'], {
      root,
      signal,
      env: { NEXT_TELEMETRY_DISABLED: '1' },
    }),
  );
  buildStamp(root, 'console').write(`${wanted} ${buildId(root)}`);
}

async function step(progress: Progress, title: string, run: () => Promise<void>): Promise<void> {
  try {
    await progress.step(title, run);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    if (/ENOSPC|No space left/.test(words)) throw new StartError(`${title} failed: the disk is full.`, { cause });
    throw new StartError(`${title} failed:\n${words}`, { cause });
  }
}
