import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTemporaryPostgres } from '../postgres/temporary-postgres';
import { diffSchema } from './diff-schema';
import { migrationsFolder } from './migration-files';

// npm run db:diff -- --name add_phone_number
// Writes the next migration: what is missing between the migrations and the schema. Read it before you commit it.

const { values } = parseArgs({ options: { name: { type: 'string' } } });
const name = values.name ?? '';
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Name the migration in lower case, for example: npm run db:diff -- --name add_phone_number');
  process.exit(2);
}

const postgres = await startTemporaryPostgres();
try {
  const script = await diffSchema(postgres.ownerUrl);
  if (script === null) {
    console.log('The migrations already make what the schema describes.');
  } else {
    const timestamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const folder = join(migrationsFolder, `${timestamp}_${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'migration.sql'), script);
    console.log(`Written: ${join(folder, 'migration.sql')}`);
  }
} finally {
  await postgres.stop();
}
