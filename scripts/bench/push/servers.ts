import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { get as getTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { findFreePort } from '../../ports/free-port';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const output = join(root, '.build/bench');
/** Lets memory be tidied up on demand, without throwing compiled code away by that; both servers run with it. */
const MEASURABLE = [
  '--expose-gc',
  '--no-flush-bytecode',
  '--import',
  join(root, 'scripts/bench/push/collect-on-signal.mjs'),
];
const PATIENCE_MS = 180_000;
const POLL_MS = 20;

export type Tls = { readonly certificate: string; readonly key: string };

export type Server = {
  readonly pid: number;
  readonly port: number;
  readonly isTls: boolean;
  readonly stop: () => Promise<void>;
};

/** Builds the processes of the bench as `npm start` builds its own. @returns their files */
export async function buildProcesses(): Promise<{ engine: string; bare: string; phones: string }> {
  return buildBundles({
    engine: 'engine/main.ts',
    bare: 'scripts/bench/push/bare-server-process.ts',
    phones: 'scripts/bench/push/phones-process.ts',
  });
}

/** Bundles of these sources. @returns their files, under the same names */
export async function buildBundles<Name extends string>(sources: Record<Name, string>): Promise<Record<Name, string>> {
  await build({
    absWorkingDir: root,
    entryPoints: Object.entries<string>(sources).map(([out, source]) => ({ in: source, out })),
    outdir: output,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'silent',
  });
  const files = Object.keys(sources).map((name) => [name, join(output, `${name}.mjs`)]);
  // The names are those of the sources.
  return Object.fromEntries(files) as Record<Name, string>;
}

/** A certificate for this machine, valid for a day. */
export function makeCertificate(): Tls {
  const folder = mkdtempSync(join(tmpdir(), 'mobileadmin-tls-'));
  const tls = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost'.split(
    ' ',
  );
  execFileSync('openssl', [...words, '-keyout', tls.key, '-out', tls.certificate], { stdio: 'ignore' });
  return tls;
}

/** A server of Node that only holds what it gets. */
export function startBareServer(bundle: string, tls: Tls | null): Promise<Server> {
  return startServerProcess(bundle, tls ? [tls.certificate, tls.key] : [], tls !== null);
}

/** A server that tells its port in its first message. */
export async function startServerProcess(
  bundle: string,
  argumentsOfIt: readonly string[],
  isTls = false,
): Promise<Server> {
  const child = spawn(process.execPath, [...MEASURABLE, bundle, ...argumentsOfIt], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // Its only message.
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return serverOf(child, message.port, isTls);
}

export type EngineSettings = {
  readonly databaseUrl: string;
  readonly tls: Tls | null;
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of Node, as `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
};

/** The engine as it is started for real. @returns once it serves */
export async function startEngineProcess(bundle: string, settings: EngineSettings): Promise<Server> {
  const { databaseUrl, tls, environment = {}, nodeOptions = [] } = settings;
  const port = await findFreePort();
  const child = spawn(process.execPath, [...MEASURABLE, ...nodeOptions, bundle], {
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      ENGINE_PORT: String(port),
      LOG_LEVEL: 'warn',
      ...(tls && { ENGINE_TLS_CERTIFICATE: tls.certificate, ENGINE_TLS_KEY: tls.key }),
      ...environment,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The engine did not start'))),
  ]);
  return serverOf(child, port, tls !== null);
}

function serverOf(child: ChildProcess, port: number, isTls: boolean): Server {
  const { pid } = child;
  if (pid === undefined) throw new Error('The server did not start');
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { pid, port, isTls, stop };
}

/** How many requests a server holds, by its own account. */
export async function heldBy({ port, isTls }: Server): Promise<number> {
  const text = await fetchText({ port, isTls });
  return Number(/^eas_held_requests (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

const agent = new Agent({ keepAlive: true });

function fetchText({ port, isTls }: Pick<Server, 'port' | 'isTls'>): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/metrics' };
    const request = isTls ? getTls({ ...options, rejectUnauthorized: false }) : get({ ...options, agent });
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text));
    });
  });
}

/** Waits until the servers hold this many in all. @throws if they never do */
export async function untilHeld(servers: readonly Server[], wanted: number): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const counts = await Promise.all(servers.map(heldBy));
    const count = counts.reduce((sum, each) => sum + each, 0);
    if (count === wanted) return;
    if (performance.now() > giveUpAt) throw new Error(`${count} are held, not ${wanted}`);
    await delay(POLL_MS);
  }
}
