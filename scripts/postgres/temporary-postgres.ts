import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, startPostgres } from './start-postgres';

/** An empty PostgreSQL in a temporary folder, fast rather than safe. Server and folder go when this process goes. */
export function startTemporaryPostgres(): Promise<Postgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mobileadmin-postgres-'));
  return startPostgres({ dataDir, isDurable: false, isTemporary: true });
}
