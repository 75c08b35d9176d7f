import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyMigrations } from '../db/apply-migrations';
import { APPLICATION_ROLE } from '../postgres/credentials';
import { startPostgres } from '../postgres/start-postgres';

/**
 * A data folder whose database has been made and migrated once, to be copied for every test that starts with one:
 * making it takes longest.
 */
export async function prepareDataFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'mobileadmin-prepared-'));
  const postgres = await startPostgres({ dataDir: folder, isDurable: false });
  await applyMigrations({ ownerUrl: postgres.ownerUrl, applicationRole: APPLICATION_ROLE });
  await postgres.stop();
  return {
    copyTo: (dataDir: string) => {
      mkdirSync(dataDir, { recursive: true, mode: 0o711 });
      execFileSync('cp', ['-a', `${folder}/.`, dataDir]); // with its owner, who need not be us
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
