import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';
import { chooseAccount, commandAs } from './account';
import { findBinaries } from './binaries';
import { initialiseCluster } from './initialise-cluster';

// What `git clone` makes for root below /root or `mktemp -d`: a folder that its owner alone may enter, with project and
// data folder in it. For an ordinary user, who owns both, it is no obstacle in the first place.
const closed = mkdtempSync(join(tmpdir(), 'mobileadmin-closed-'));
afterAll(() => rmSync(closed, { recursive: true, force: true }));

it('makes a cluster although neither its folder nor the programs can be reached by the user that owns it', async () => {
  expect(statSync(closed).mode & 0o777).toBe(0o700);
  const { folder, major } = findBinaries();
  const own = join(closed, 'project/package');
  cpSync(folder, own, { recursive: true, verbatimSymlinks: true });
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => join(own, 'native/bin', name));
  const dataDir = join(closed, 'project/.data');
  mkdirSync(dataDir);

  const account = chooseAccount(join(dataDir, 'postgres'));
  const binaries = { folder: own, initdb: initdb ?? '', postgres: postgres ?? '', major };
  await initialiseCluster({ dataDir, binaries, account, ownerPassword: 'x'.repeat(40), isDurable: false });
  expect(readFileSync(join(dataDir, 'postgres/PG_VERSION'), 'utf8').trim()).toBe(String(major));
}, 120_000);

it('leaves a program no right but the one to pass, and none at all where nothing is closed', () => {
  const capabilities = (path: string) => {
    const [file = '', ...words] = commandAs({ uid: 65_534, gid: 65_534 }, ['cat', '/proc/self/status'], [path]);
    const status = execFileSync(file, words, { encoding: 'utf8' });
    return [...status.matchAll(/^Cap(Prm|Eff|Amb):\s*(\w+)$/gm)].map(
      ([, name, value]) => `${name} ${Number(`0x${value}`)}`,
    );
  };
  const isRoot = process.getuid?.() === 0 && process.platform === 'linux';
  const found = isRoot ? [capabilities(closed), capabilities('/')] : 'only root has rights to leave';
  const dacOverride = ['Prm 2', 'Eff 2', 'Amb 2'];
  expect(found).toEqual(isRoot ? [dacOverride, ['Prm 0', 'Eff 0', 'Amb 0']] : 'only root has rights to leave');
});
