import { describe, expect, it, vi } from 'vitest';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { execute, useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { runAdmin, spawnAdmin } from '@/scripts/testing/run-admin';

// Some of these start a process, which may take its time where much else runs.
vi.setConfig({ testTimeout: 120_000 });

const { db, url, ownerUrl } = await useDatabase();
const { administrator: ctx } = testContexts(db);
const admin = (words: string) => runAdmin(words.split(' '), { DATABASE_URL: url });

for (const name of ['First', 'Second, with comma', '=Third']) await createGroup(ctx, { name });

describe('history export', () => {
  it('writes CSV whose cells are quoted and run as no formula', async () => {
    const { status, output } = await admin('history export --action group_created');
    expect(status).toBe(0);
    const [head, ...rows] = output.trimEnd().split('\r\n');
    expect(head).toMatch(/^sequence,at,actorKind,.*,hash$/);
    expect(
      rows.map((row) =>
        row
          .split(',group,')[1]
          ?.replace(/^[^,]*,/, '')
          .slice(0, 12),
      ),
    ).toEqual([
      expect.stringMatching(/^First,/),
      expect.stringMatching(/^"Second, wit/),
      expect.stringMatching(/^'=Third,/),
    ]);
  });

  it('writes JSON of what the filter means, and that it was exported is in the history', async () => {
    const { status, output } = await admin('history export --format json --action group_created --actor ada');
    expect(status).toBe(0);
    const entries = JSON.parse(output);
    expect(entries).toMatchObject([{ sequence: '1', targetName: 'First' }, { sequence: '2' }, { sequence: '3' }]);
    expect(JSON.parse((await admin('history export --json --from 2999-01-01')).output)).toEqual([]);
    const audit = await db.auditEvent.findFirst({ where: { action: 'history_exported', actorKind: 'COMMAND_LINE' } });
    expect(audit).not.toBeNull();
  });

  it.each([
    ['--format xml', /--format/],
    ['--from yesterday', /--from/],
    ['--action nothing_known', /--action/],
  ])('refuses %s', async (words, sentence) => {
    const refused = await admin(`history export ${words}`);
    expect(refused).toMatchObject({ status: 2, output: '' });
    expect(refused.errors).toMatch(sentence);
  });
});

it('history verify succeeds on a whole chain, and fails on one that was changed, naming the event', async () => {
  const whole = await admin('history verify');
  expect(whole).toMatchObject({ status: 0, errors: '' });
  expect(whole.output).toMatch(/^The history is whole: \d+ events\./);
  await execute(ownerUrl, 'ALTER TABLE audit_event DISABLE TRIGGER ALL');
  await execute(ownerUrl, `UPDATE audit_event SET target_name = 'Forged' WHERE sequence = 2`);
  const broken = await spawnAdmin(['history', 'verify'], { DATABASE_URL: url });
  expect(broken.status).toBe(1);
  expect(broken.output).toMatch(/^The history is broken at event 2: it was changed/);
  const json = await admin('history verify --json');
  expect(json.status).toBe(1);
  expect(JSON.parse(json.output)).toMatchObject({
    isIntact: false,
    firstBad: { sequence: '2', problem: 'hash_mismatch' },
  });
});
