import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announceE2eSystem } from '@/lib/config/test-config';
import { e2eAdministrator, type E2eSystem } from './e2e-system';
import { startSystem } from './system';

/**
 * Starts the system that all browser tests share, once per run, and tells the workers where it is. Tests that kill or
 * misconfigure something start a system of their own with `startSystem`.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const system = await startSystem({ administrator: e2eAdministrator });
  const folder = mkdtempSync(join(tmpdir(), 'mobileadmin-e2e-'));
  const file = join(folder, 'system.json');
  const { consoleUrl, engineUrls, databaseUrl, ownerUrl, setupToken } = system;
  const addresses: E2eSystem = { consoleUrl, engineUrls, databaseUrl, ownerUrl, setupToken };
  writeFileSync(file, JSON.stringify(addresses), { mode: 0o600 });
  announceE2eSystem(file);
  return async () => {
    rmSync(folder, { recursive: true });
    await system.stop();
  };
}
