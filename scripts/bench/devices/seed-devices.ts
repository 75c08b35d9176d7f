import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { createDatabase } from '@/lib/db/client';
import type { Database } from '@/lib/db/client';
import { loadPolicyBook } from '@/lib/domain/policies/policy-book';
import { applyMigrations } from '../../db/apply-migrations';
import type { Postgres } from '../../postgres/start-postgres';

/** Migrates an empty database and fills it with the 100,000 devices of seed-devices.sql. */
export async function seedDevices({ ownerUrl, url }: Pick<Postgres, 'ownerUrl' | 'url'>): Promise<void> {
  await applyMigrations({ ownerUrl, applicationRole: new URL(url).username });
  const owner = new Client({ connectionString: ownerUrl });
  const { db, close } = createDatabase(url);
  await owner.connect();
  try {
    await owner.query(readFileSync(fileURLToPath(new URL('seed-devices.sql', import.meta.url)), 'utf8'));
    await settlePolicies(db);
    // A running system does it by itself.
    await owner.query('VACUUM ANALYZE');
  } finally {
    await close();
    await owner.end();
  }
}

/** Most devices acknowledged what is in force for them; SQL cannot compute the hashes. */
async function settlePolicies(db: Database): Promise<void> {
  const book = await loadPolicyBook({ db, now: () => new Date() });
  for (const id of book.policyIds) {
    for (const version of ['14.1', '16.0', '16.1']) {
      await db.$executeRaw`
        UPDATE device d SET policy_hash = ${book.hashOf(id, version)}
        FROM mailbox m
          LEFT JOIN policy_assignment own ON own.mailbox_id = m.id
          LEFT JOIN policy_assignment common ON common.group_id = m.group_id
        WHERE m.id = d.mailbox_id AND d.protocol_version = ${version} AND d.policy_key % 50 > 0
          AND coalesce(own.policy_id, common.policy_id, ${book.defaultPolicy?.id}::uuid) = ${id}::uuid`;
    }
  }
}
