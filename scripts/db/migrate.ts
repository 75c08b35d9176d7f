import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadStartConfig } from '@/lib/config/start-config';
import { migrate, startDatabase } from '../start/database';
import { explainFault } from '../start/explain-fault';
import { forgetFailedMigration } from './apply-migrations';

// npm run db:migrate                    applies what is missing; the start command does the same
// npm run db:migrate -- --retry NAME    tries a failed migration again, after its cause was mended

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { retry: { type: 'string' } } });
  const config = loadStartConfig();
  mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o711 });
  const database = await startDatabase(config);
  try {
    if (values.retry !== undefined) await forgetFailedMigration(database.ownerUrl, values.retry);
    const applied = await migrate(database);
    console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The database is up to date.');
  } finally {
    await database.stop();
  }
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? explainFault(error) : error);
  process.exit(1);
});
