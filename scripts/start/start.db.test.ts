import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { childEnvironment } from '@/lib/config/environment';
import { variables as allVariables } from '@/lib/config/variables';
import { findFreePort } from '../ports/free-port';
import { processIdentity } from '../processes/inspect-process';
import { execute } from '../testing/database';
import { prepareDataFolder } from '../testing/prepared-data-folder';
import { databaseUrls, readCredentials } from '../postgres/credentials';

// The start command itself, in a folder of its own where small programs stand in for engine, console, `next build` and
// `prisma generate`. Database, migrations, set-up link, supervision and shutdown are the real ones.

const SOON = { timeout: 60_000, interval: 50 };
const main = fileURLToPath(new URL('main.ts', import.meta.url));
const progress = fileURLToPath(new URL('progress.mjs', import.meta.url));

const standIns: Record<string, string> = {
  'engine/main.ts': `
    import { createServer } from 'node:http';
    const server = createServer((_, response) => response.end(process.env.AUTH_SECRET ?? 'no secret'));
    server.listen(Number(process.env.ENGINE_PORT), '127.0.0.1', () => console.log('engine up', process.pid));
    process.once('SIGTERM', () => { console.log('engine says goodbye'); process.exit(0); });`,
  'scripts/console/main.ts': `
    import { createServer } from 'node:http';
    const server = createServer((_, response) => response.end('page'));
    server.listen(Number(process.env.CONSOLE_PORT), '127.0.0.1', () => console.log('console up', process.pid));
    process.once('SIGTERM', () => { console.log('console says goodbye'); process.exit(0); });`,
  'scripts/db/generate.mjs': `
    import { mkdirSync, writeFileSync } from 'node:fs';
    mkdirSync('lib/db/generated', { recursive: true });
    writeFileSync('lib/db/generated/client.ts', '');`,
  'node_modules/next/dist/bin/next': `
    const { mkdirSync, writeFileSync } = require('node:fs');
    mkdirSync('.next', { recursive: true });
    writeFileSync('.next/BUILD_ID', String(Math.random()));`,
  'package.json': '{ "type": "module" }',
  'node_modules/next/package.json': '{ "type": "commonjs" }',
};

let root: string;
let ports: { console: number; engine: number };
const running: ChildProcess[] = [];

/** A folder with stand-ins and two ports for a start. */
async function newFolder(): Promise<void> {
  root = mkdtempSync(join(tmpdir(), 'mobileadmin-start-'));
  for (const [path, content] of Object.entries(standIns)) write(path, content);
  ports = { console: await findFreePort(), engine: await findFreePort() };
}

async function endAll(): Promise<void> {
  for (const child of running.splice(0)) {
    child.kill('SIGTERM');
    await exitOf(child);
  }
  rmSync(root, { recursive: true, force: true });
}

function write(path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

function start(variables: Record<string, string> = {}) {
  const script = `
    const { main } = await import(${JSON.stringify(main)});
    const { createProgress } = await import(${JSON.stringify(progress)});
    await main({ root: ${JSON.stringify(root)}, words: [], progress: createProgress() });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: childEnvironment('production', Object.keys(allVariables), {
      DATA_DIR: join(root, 'data'),
      CONSOLE_PORT: String(ports.console),
      ENGINE_PORT: String(ports.engine),
      ...variables,
    }),
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ready = () =>
    vi.waitUntil(() => {
      if (child.exitCode !== null) throw new Error(`The start ended:\n${output}`);
      return output.includes('Mobileadmin is ready.') && output.includes('Ctrl-C ends it.');
    }, SOON);
  return { child, ready, output: () => output };
}

const exitOf = (child: ChildProcess) =>
  child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once('close', resolve));

const pidOf = (output: string, name: string) => Number(new RegExp(`${name} up (\\d+)`).exec(output)?.[1]);

async function startAndStop(signal: 'SIGINT' | 'SIGTERM') {
  const run = start();
  await run.ready();
  run.child.kill(signal);
  return { ...run, status: await exitOf(run.child) };
}

function queryDatabase(sql: string) {
  const credentials = readCredentials(join(root, 'data'));
  if (!credentials) throw new Error('There are no credentials');
  return execute(databaseUrls(credentials).url, sql);
}

/** Starts that are not about the first one find a database. */
const prepared = await prepareDataFolder();
afterAll(prepared.remove);

describe('while npm start runs', { timeout: 120_000 }, () => {
  let run: ReturnType<typeof start>;
  beforeAll(async () => {
    await newFolder();
    prepared.copyTo(join(root, 'data'));
    run = start({ AUTH_SECRET: 'x'.repeat(40) });
    await run.ready();
  }, 120_000);
  afterAll(endAll, 60_000);

  it('the terminal says where people and phones go and how the first administrator gets in', async () => {
    expect(run.output()).toContain(`Console       http://localhost:${ports.console}/mobileadmin\n`);
    expect(run.output()).toContain(`Phones        http://localhost:${ports.engine}/Microsoft-Server-ActiveSync\n`);
    const token = /\/mobileadmin\/join\/(\S+)/.exec(run.output())?.[1] ?? '';
    expect(token.length).toBeGreaterThan(40);
    expect(await queryDatabase('SELECT purpose FROM one_time_link')).toEqual([{ purpose: 'SETUP' }]);
    expect(await (await fetch(`http://127.0.0.1:${ports.console}/`)).text()).toBe('page');
  });

  it('every process has been handed only what it reads', async () => {
    expect(await (await fetch(`http://127.0.0.1:${ports.engine}/`)).text()).toBe('no secret');
  });

  it('a second one says that it runs already, by which process', async () => {
    const second = start({ CONSOLE_PORT: '1' });
    expect(await exitOf(second.child)).toBe(1);
    expect(second.output()).toBe(
      `Mobileadmin already runs with the data folder ${root}/data (process ${run.child.pid}).\n`,
    );
  });

  it('an engine that crashes is started again', async () => {
    process.kill(pidOf(run.output(), 'engine'), 'SIGKILL');
    await vi.waitUntil(() => run.output().match(/engine up \d+/g)?.length === 2, SOON);
    expect((await fetch(`http://127.0.0.1:${ports.engine}/healthz`)).status).toBe(200);
  });
});

describe('npm start', { timeout: 180_000 }, () => {
  beforeEach(newFolder);
  afterEach(endAll, 60_000);

  it('leaves nothing behind when it is killed, and is up again without building anything twice', async () => {
    const first = start();
    await first.ready();
    expect(first.output()).toMatch(/Building the engine …[^]*Building the console …/);
    const postmaster = Number.parseInt(readFileSync(join(root, 'data/postgres/postmaster.pid'), 'utf8'), 10);
    const pids = [pidOf(first.output(), 'engine'), pidOf(first.output(), 'console'), postmaster];
    first.child.kill('SIGKILL');
    await exitOf(first.child);

    const second = await startAndStop('SIGTERM');
    expect(pids.map(processIdentity)).toEqual([null, null, null]);
    expect(second.output()).not.toContain('Building');

    write('app/page.tsx', 'changed');
    const third = await startAndStop('SIGTERM');
    expect(third.output()).toContain('Building the console …');
    expect(third.output()).not.toContain('Building the engine');
  });

  it('stops console, engine and database in that order on Ctrl-C', async () => {
    prepared.copyTo(join(root, 'data'));
    const { status, output } = await startAndStop('SIGINT');
    expect(status).toBe(0);
    const order = ['Stopping the console', 'console says goodbye', 'Stopping the engine', 'engine says goodbye'];
    const positions = [...order, 'Stopping the database'].map((text) => output().indexOf(text));
    expect(positions.every((position) => position > 0)).toBe(true);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  it('makes the first administrator without a browser, and prints neither link nor password then', async () => {
    prepared.copyTo(join(root, 'data'));
    const { ready, output } = start({ ADMIN_EMAIL: 'Admin@Example.com', ADMIN_PASSWORD: 'correct horse battery' });
    await ready();
    expect(output()).not.toMatch(/\/join\/|correct horse/);
    expect(await queryDatabase('SELECT email, role FROM administrator')).toEqual([
      { email: 'admin@example.com', role: 'ADMINISTRATOR' },
    ]);
  });

  it('gives up with one sentence on an engine that keeps crashing, and stops the rest', async () => {
    prepared.copyTo(join(root, 'data'));
    write('engine/main.ts', `console.log('no back end'); process.exit(3);`);
    const { child, output } = start();
    expect(await exitOf(child)).toBe(1);
    expect(output()).toContain('The engine ended 5 times in a row (status 3); see its messages above.');
    expect(output()).toContain('Stopping the database');
  });
});

describe('npm start refuses in one sentence', { timeout: 120_000 }, () => {
  beforeEach(newFolder);
  afterEach(endAll, 60_000);

  it('a port that is in use, with the variable to change', async () => {
    const squatters = [ports.console, ports.engine].map((port) => createServer().listen(port, '127.0.0.1'));
    const { child, output } = start();
    expect(await exitOf(child)).toBe(1);
    expect(output()).toBe(
      [
        `Port ${ports.console} is in use; end what uses it, or set CONSOLE_PORT to another one.`,
        `Port ${ports.engine} is in use; end what uses it, or set ENGINE_PORT to another one.\n`,
      ].join('\n'),
    );
    for (const squatter of squatters) squatter.close();
  });

  it('a database that cannot be reached, without its password', async () => {
    const DATABASE_URL = `postgresql://app:hush@127.0.0.1:${await findFreePort()}/mobileadmin`;
    const { child, output } = start({ DATABASE_URL });
    expect(await exitOf(child)).toBe(1);
    expect(output()).toContain(`cannot be used: nothing listens there; check DATABASE_URL.\n`);
    expect(output()).not.toContain('hush');
  });

  it('a data folder of another major version of PostgreSQL', async () => {
    write('data/postgres/PG_VERSION', '16\n');
    const { child, output } = start();
    expect(await exitOf(child)).toBe(1);
    expect(output()).toMatch(/data\/postgres was made by PostgreSQL 16, but this version of Mobileadmin runs/);
  });

  it('a configuration that is wrong, with every complaint', async () => {
    const { child, output } = start({ BACKEND: 'imap', LOG_LEVEL: 'loud' });
    expect(await exitOf(child)).toBe(1);
    expect(output().trim().split('\n')).toHaveLength(4);
  });

  it('a build that fails, with what the build says', async () => {
    prepared.copyTo(join(root, 'data'));
    write('node_modules/next/dist/bin/next', `console.error('Type error: no'); process.exit(1);`);
    const { child, output } = start();
    expect(await exitOf(child)).toBe(1);
    expect(output()).toContain('Building the console failed:\nType error: no\n');
  });
});
