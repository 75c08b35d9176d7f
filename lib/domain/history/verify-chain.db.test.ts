import { beforeEach, describe, expect, it } from 'vitest';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { auditHash } from '@/lib/domain/history/audit-hash';
import { verifyChain } from '@/lib/domain/history/verify-chain';
import { execute, useDatabase } from '@/scripts/testing/database';
import { lengthenHistory } from '@/scripts/testing/domain/long-history';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db, ownerUrl } = await useDatabase();
const { administrator, auditor, helpdesk, clock } = testContexts(db);

/** What somebody can do who owns the database: the table refuses it only while its triggers are on. */
const tamper = (sql: string) =>
  execute(ownerUrl, `ALTER TABLE audit_event DISABLE TRIGGER ALL; ${sql}; ALTER TABLE audit_event ENABLE TRIGGER ALL`);

const append = (name: string, after?: Record<string, unknown>) =>
  db.$transaction((tx) =>
    appendAudit(tx, administrator, {
      action: 'policy_changed',
      target: { kind: 'policy', id: null, name },
      reason: `because of ${name}`,
      after,
    }),
  );

const rowOf = (sequence: bigint) => db.auditEvent.findUniqueOrThrow({ where: { sequence } });

beforeEach(async () => {
  await tamper('DELETE FROM audit_event');
  for (const name of ['one', 'two', 'three', 'four', 'five']) await append(name);
});

describe('an untouched chain', () => {
  it('is intact and gives the head to write down elsewhere', async () => {
    const head = await rowOf(5n);
    expect(await verifyChain(auditor)).toEqual({
      isIntact: true,
      checked: 5,
      firstBad: null,
      headSequence: '5',
      headHash: head.hash,
      checkedAt: clock.now().toISOString(),
    });
  });

  it('is intact after whatever a snapshot may hold was stored as jsonb and read back', async () => {
    await append('snapshot', {
      z: 1e21,
      a: [1e2, 1.1, -0, 1e-7, Number.MAX_SAFE_INTEGER, 2n ** 63n, Number.NaN],
      text: 'a\0b \uD800 ü \u2028 "quoted" \\',
      at: new Date('2026-02-03T04:05:06.789Z'),
      nested: { b: null, a: undefined, '': [{}, []] },
      'key\0': true,
    });
    expect(await verifyChain(auditor)).toMatchObject({ isIntact: true, checked: 6 });
  });

  it('stays one chain when many write at once', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => append(`parallel ${index}`)));
    expect(await verifyChain(auditor)).toMatchObject({ isIntact: true, checked: 35, headSequence: '35' });
  });

  it('leaves no gap where a change was taken back', async () => {
    const failing = db.$transaction(async (tx) => {
      await appendAudit(tx, administrator, {
        action: 'policy_changed',
        target: { kind: 'policy', id: null, name: 'x' },
      });
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    await append('six');
    expect(await verifyChain(auditor)).toMatchObject({ isIntact: true, checked: 6 });
  });

  it('is checked beyond one batch', async () => {
    await lengthenHistory(db, 2000);
    expect(await verifyChain(auditor)).toMatchObject({ isIntact: true, checked: 2005 });
    await tamper(`UPDATE audit_event SET reason = 'other' WHERE sequence = 2004`);
    expect(await verifyChain(auditor)).toMatchObject({
      isIntact: false,
      checked: 2003,
      firstBad: { sequence: '2004', problem: 'hash_mismatch' },
    });
  });

  it('may be empty', async () => {
    await tamper('DELETE FROM audit_event');
    expect(await verifyChain(auditor)).toMatchObject({
      isIntact: true,
      checked: 0,
      headSequence: null,
      headHash: null,
    });
  });

  it('is not shown to everybody', async () => {
    await expect(verifyChain(helpdesk)).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('a chain that was tampered with', () => {
  it.each([
    `at = at + interval '1 millisecond'`,
    `actor_kind = 'SYSTEM'`,
    `actor_id = NULL`,
    `actor_name = 'Somebody Else'`,
    `actor_role = 'AUDITOR'`,
    `address = '203.0.113.99'`,
    `request_id = 'other'`,
    `action = 'policy_deleted'`,
    `target_kind = 'group'`,
    `target_id = 'other'`,
    `target_name = 'other'`,
    `mailbox = 'other@example.com'`,
    `device_key = 'other'`,
    `reason = 'other'`,
    `before = '{}'`,
    `after = '{"a":1}'`,
    `hash = repeat('0', 64)`,
  ])('names the row in which %s was set', async (change) => {
    await tamper(`UPDATE audit_event SET ${change} WHERE sequence = 3`);
    expect(await verifyChain(auditor)).toMatchObject({
      isIntact: false,
      checked: 2,
      firstBad: { sequence: '3', problem: 'hash_mismatch' },
      headSequence: '2',
    });
  });

  it('names the row after one that was changed and sealed again', async () => {
    const hash = auditHash({ ...(await rowOf(3n)), reason: 'other' });
    await tamper(`UPDATE audit_event SET reason = 'other', hash = '${hash}' WHERE sequence = 3`);
    expect(await verifyChain(auditor)).toMatchObject({ firstBad: { sequence: '4', problem: 'link_mismatch' } });
  });

  it('names the row after one that was taken out, also at the beginning', async () => {
    await tamper('DELETE FROM audit_event WHERE sequence = 3');
    expect(await verifyChain(auditor)).toMatchObject({ firstBad: { sequence: '4', problem: 'gap' } });
    await tamper('DELETE FROM audit_event WHERE sequence < 3');
    expect(await verifyChain(auditor)).toMatchObject({ firstBad: { sequence: '4', problem: 'gap' }, headHash: null });
  });

  it('names a row that was put in', async () => {
    await tamper(`
      UPDATE audit_event SET sequence = sequence + 1000 WHERE sequence > 3;
      UPDATE audit_event SET sequence = sequence - 999 WHERE sequence > 1000;
      INSERT INTO audit_event (sequence, at, actor_kind, actor_name, action, target_kind, target_name, previous_hash, hash)
        SELECT 4, at, actor_kind, actor_name, action, target_kind, target_name, previous_hash, repeat('1', 64)
        FROM audit_event WHERE sequence = 5`);
    expect(await verifyChain(auditor)).toMatchObject({ firstBad: { sequence: '4', problem: 'hash_mismatch' } });
  });

  it('names the first of two rows that changed places', async () => {
    await tamper(`UPDATE audit_event SET sequence = 99 WHERE sequence = 2;
      UPDATE audit_event SET sequence = 2 WHERE sequence = 3; UPDATE audit_event SET sequence = 3 WHERE sequence = 99`);
    expect(await verifyChain(auditor)).toMatchObject({ firstBad: { sequence: '2', problem: 'link_mismatch' } });
  });
});
