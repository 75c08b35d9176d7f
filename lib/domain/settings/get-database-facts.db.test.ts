import { expect, it } from 'vitest';
import { getDatabaseFacts } from '@/lib/domain/settings/get-database-facts';
import { DatabaseFacts } from '@/lib/domain/settings/contract';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const { auditor, helpdesk } = testContexts(db);

it('names the database it is connected to, for those who may read settings', async () => {
  const facts = await getDatabaseFacts(auditor);
  expect(DatabaseFacts.parse(facts)).toEqual(facts);
  expect(facts.name).toBe(new URL(url).pathname.slice(1));
  await expect(getDatabaseFacts(helpdesk)).rejects.toMatchObject({ code: 'permission_denied' });
});
