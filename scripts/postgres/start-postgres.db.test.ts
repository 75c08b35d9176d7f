import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { processCommand, processIdentity } from '../processes/inspect-process';
import { execute } from '../testing/database';
import { prepareDataFolder } from '../testing/prepared-data-folder';
import { readCredentials } from './credentials';
import { type Postgres, startPostgres } from './start-postgres';

const SOON = { timeout: 30_000, interval: 25 };

// The folder is entered by its owner only, as everything below /root or made by `mktemp -d` is. When root runs this,
// PostgreSQL runs as somebody else and has to get through.
let dataDir: string;
let running: Postgres | undefined;
const strays: ChildProcess[] = [];

const prepared = await prepareDataFolder();
afterAll(prepared.remove);

const emptyFolder = () => (dataDir = mkdtempSync(join(tmpdir(), 'mobileadmin-postgres-test-')));
beforeEach(() => {
  emptyFolder();
  prepared.copyTo(dataDir);
});
afterEach(async () => {
  for (const stray of strays.splice(0)) stray.kill('SIGKILL');
  await running?.stop();
  running = undefined;
  await vi.waitUntil(() => serverPid() === null, SOON);
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async () => (running = await startPostgres({ dataDir, isDurable: false }));
const stop = async () => {
  await running?.stop();
  running = undefined;
};

/** The living server of the folder, if there is one. */
function serverPid(): number | null {
  const file = join(dataDir, 'postgres/postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return processIdentity(pid) === null ? null : pid;
}

/** A supervisor of its own, to be killed. */
async function startElsewhere(): Promise<ChildProcess> {
  const source = fileURLToPath(new URL('start-postgres.ts', import.meta.url));
  const options = JSON.stringify({ dataDir, isDurable: false });
  const script = `const { startPostgres } = await import(${JSON.stringify(source)}); await startPostgres(${options}); console.log('up');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  strays.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await vi.waitUntil(() => output.includes('up'), SOON);
  return child;
}

const killHard = (child: ChildProcess) =>
  new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });

describe('the embedded PostgreSQL', { timeout: 180_000 }, () => {
  it('keeps its data, passwords and port over a restart', async () => {
    const first = await start();
    await execute(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await stop();
    expect(serverPid()).toBeNull();
    const second = await start();
    expect(second).toMatchObject({ url: first.url, ownerUrl: first.ownerUrl, port: first.port });
    expect(await execute(second.ownerUrl, 'SELECT * FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('listens on this machine only, never runs as root, and asks for a password', async () => {
    const { ownerUrl, url, port } = await start();
    expect(await execute(ownerUrl, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await execute(ownerUrl, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    // PostgreSQL insists that the folder is its own.
    expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0);
    for (const role of ['postgres', 'mobileadmin']) {
      await expect(execute(`postgresql://${role}@127.0.0.1:${port}/postgres`, 'SELECT 1')).rejects.toThrow(/password/i);
    }
    const [role] = await execute(url, 'SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = user');
    expect(role).toEqual({ rolsuper: false, rolcreatedb: false, rolcreaterole: false });
  });

  it('keeps passwords out of the list of processes, out of its log and away from other users', async () => {
    await start();
    const { ownerPassword, applicationPassword } = readCredentials(dataDir) ?? {};
    const words = processCommand(serverPid() ?? 0)?.join(' ');
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    for (const secret of [ownerPassword, applicationPassword]) {
      expect(secret).toHaveLength(43);
      expect(`${words}${log}`).not.toContain(secret);
    }
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    expect(readdirSync(dataDir).filter((name) => name.includes('password') || name.includes('new'))).toEqual([]);
  });

  it('is run by one process at a time', async () => {
    await start();
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      `The database in ${dataDir} is already run by process ${process.pid}; end that one first.`,
    );
  });

  it('takes another port when somebody else has taken its own', async () => {
    const { port } = await start();
    await stop();
    const { createServer } = await import('node:net');
    const squatter = createServer().listen(port, '127.0.0.1');
    const second = await start();
    expect(second.port).not.toBe(port);
    expect(await execute(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readCredentials(dataDir)?.port).toBe(second.port);
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('ends when the process that started it is killed', async () => {
    const supervisor = await startElsewhere();
    const pid = serverPid() ?? 0;
    await killHard(supervisor);
    await vi.waitFor(() => expect(processIdentity(pid)).toBeNull(), SOON);
    await start();
  });

  it('starts although a killed run has left a server running, and ends that one first', async () => {
    const supervisor = await startElsewhere();
    const pid = serverPid() ?? 0;
    await execute(readUrl(), 'CREATE TABLE kept (id int)');
    // The watchers go first, so that nobody ends the server.
    killWatchersOf(pid);
    await killHard(supervisor);
    expect(processIdentity(pid)).not.toBeNull();
    const { ownerUrl } = await start();
    expect(processIdentity(pid)).toBeNull();
    expect(await execute(ownerUrl, 'SELECT * FROM kept')).toEqual([]);
  });

  it('starts although the server itself was killed and has left its files', async () => {
    await start();
    process.kill(serverPid() ?? 0, 'SIGKILL');
    await running?.ended;
    await stop();
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(true);
    await start();
  });

  it('is not kept from starting by a stranger that has got the process id of a former server', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    strays.push(stranger);
    writeFileSync(join(dataDir, 'postgres/postmaster.pid'), `${stranger.pid}\n${dataDir}/postgres\n`);
    await start();
    expect(processIdentity(stranger.pid ?? 0)).not.toBeNull();
  });

  it('begins again when the first start was cut short', async () => {
    rmSync(dataDir, { recursive: true });
    emptyFolder();
    mkdirSync(join(dataDir, 'postgres.new-1'));
    writeFileSync(join(dataDir, 'postgres.new-1/PG_VERSION'), '18');
    await start();
    expect(existsSync(join(dataDir, 'postgres.new-1'))).toBe(false);
  });

  it('says so when the folder was made by another major version', async () => {
    writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(
      /postgres was made by PostgreSQL 17, but this version of Mobileadmin runs PostgreSQL 18; see/,
    );
  });

  it('says so when the passwords are missing or damaged', async () => {
    writeFileSync(join(dataDir, 'postgres.json'), '{');
    await expect(start()).rejects.toThrow(/postgres\.json, which holds the passwords of the database, is damaged/);
    rmSync(join(dataDir, 'postgres.json'));
    await expect(start()).rejects.toThrow(/postgres\.json, which holds the passwords, is missing/);
  });
});

function readUrl(): string {
  const credentials = readCredentials(dataDir);
  return `postgresql://postgres:${credentials?.ownerPassword}@127.0.0.1:${credentials?.port}/mobileadmin`;
}

/** Both of `watch.sh`: the one that waits for the server, and its child that waits for the end of the supervisor. */
function killWatchersOf(pid: number): void {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [, parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number);
  for (const watcher of [...children.filter((child) => child !== pid), Number(parent)])
    process.kill(watcher, 'SIGKILL');
}
