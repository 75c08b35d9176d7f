import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { startPostgres } from '@/scripts/postgres/start-postgres';
import { runAdmin, spawnAdmin } from '@/scripts/testing/run-admin';

vi.setConfig({ testTimeout: 180_000 });

const dataDir = mkdtempSync(join(tmpdir(), 'mobileadmin-admin-'));
const environment = { DATA_DIR: dataDir };
const addToken = (name: string) => ['token', 'create', '--role', 'auditor', '--name', name];
const isLocked = (name: string) => existsSync(join(dataDir, name));

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

// One after the other, over one data folder: making a database takes the longest.
it('runs the database of the data folder for the time of the command, and makes it if there is none', async () => {
  const first = await spawnAdmin(addToken('first'), environment);
  expect(first).toMatchObject({ status: 0, errors: '' });
  expect([isLocked('postgres.lock'), isLocked('admin.lock')]).toEqual([false, false]);
});

it('lets commands that start at the same time take turns', async () => {
  const both = await Promise.all([
    spawnAdmin(addToken('second'), environment),
    spawnAdmin(addToken('third'), environment),
  ]);
  expect(both.map(({ status, errors }) => [status, errors])).toEqual([
    [0, ''],
    [0, ''],
  ]);
});

it('uses the database of a server that runs, and leaves it running', async () => {
  const server = await startPostgres({ dataDir, isDurable: false });
  try {
    const list = await runAdmin(['token', 'list', '--json'], environment);
    const names = JSON.parse(list.output).tokens.map(({ name }: { name: string }) => name);
    expect(names.toSorted()).toEqual(['first', 'second', 'third']);
    expect(await runAdmin(addToken('fourth'), environment)).toMatchObject({ status: 0 });
    expect(isLocked('admin.lock')).toBe(false);
  } finally {
    await server.stop();
  }
});

it('ends the database also when the command is refused', async () => {
  const refused = await runAdmin(['user', 'reset', '--email', 'nobody@example.org'], environment);
  expect(refused).toMatchObject({ status: 1, errors: 'Person not found.\n' });
  expect([isLocked('postgres.lock'), isLocked('admin.lock')]).toEqual([false, false]);
});
