import { beforeAll, describe, expect, it } from 'vitest';
import { execute, useDatabase } from '../testing/database';

const { db, url, ownerUrl } = await useDatabase();

beforeAll(async () => {
  await db.auditEvent.create({
    data: {
      sequence: 1n,
      at: new Date(),
      actorKind: 'SYSTEM',
      actorName: 'Mobileadmin',
      action: 'test',
      targetKind: 'test',
      targetName: 'test',
      previousHash: '0'.repeat(64),
      hash: '1'.repeat(64),
    },
  });
  await db.deviceEvent.create({
    data: { at: new Date(), mailbox: 'a@example.com', deviceKey: 'k', type: 'test', details: {} },
  });
});

const changes = ['audit_event', 'device_event'].flatMap((table) => [
  { table, sql: `UPDATE ${table} SET at = now()` },
  { table, sql: `DELETE FROM ${table}` },
  { table, sql: `TRUNCATE ${table}` },
]);

describe('history', () => {
  it.each(changes)('refuses the application: $sql', async ({ table, sql }) => {
    await expect(execute(url, sql)).rejects.toThrow(`permission denied for table ${table}`);
  });

  it.each(changes)('refuses even the owner: $sql', async ({ table, sql }) => {
    await expect(execute(ownerUrl, sql)).rejects.toThrow(`${table} is append-only`);
  });

  it('refuses an owner who has switched ordinary triggers off', async () => {
    const sql = 'SET session_replication_role = replica; DELETE FROM audit_event';
    await expect(execute(ownerUrl, sql)).rejects.toThrow('audit_event is append-only');
  });

  it('gives the application nothing but reading and adding', async () => {
    const rows = await execute(
      ownerUrl,
      `SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS may
       FROM information_schema.role_table_grants
       WHERE grantee = '${new URL(url).username}' AND table_name IN ('audit_event', 'device_event')
       GROUP BY table_name ORDER BY table_name`,
    );
    expect(rows).toEqual([
      { table_name: 'audit_event', may: 'INSERT SELECT' },
      { table_name: 'device_event', may: 'INSERT SELECT' },
    ]);
  });

  it.each(['device_command', 'administrator', 'policy_exception'])(
    'keeps evidence: the application cannot delete from %s',
    async (table) => {
      await expect(execute(url, `DELETE FROM ${table}`)).rejects.toThrow(`permission denied for table ${table}`);
    },
  );

  it('does not let the application become the owner of a table or switch a trigger off', async () => {
    const sql = 'ALTER TABLE audit_event DISABLE TRIGGER ALL';
    await expect(execute(url, sql)).rejects.toThrow('must be owner of table audit_event');
  });
});

describe('constraints', () => {
  it('give a policy to exactly one of mailbox and group', async () => {
    const policy = await db.policy.create({ data: { name: 'p', settings: {} } });
    const mailbox = await db.mailbox.create({ data: { name: 'a@example.com' } });
    const group = await db.group.create({ data: { name: 'g' } });
    const both = { policyId: policy.id, mailboxId: mailbox.id, groupId: group.id };
    await expect(db.policyAssignment.create({ data: both })).rejects.toThrow(/policy_assignment_one_target/);
    await expect(db.policyAssignment.create({ data: { policyId: policy.id } })).rejects.toThrow(
      /policy_assignment_one_target/,
    );
    await db.policyAssignment.create({ data: { policyId: policy.id, mailboxId: mailbox.id } });
  });

  it('refuse a chain that starts at zero', async () => {
    const sql = `INSERT INTO audit_event (sequence, at, actor_kind, actor_name, action, target_kind, target_name, previous_hash, hash)
      VALUES (0, now(), 'SYSTEM', 'x', 'x', 'x', 'x', 'x', 'x')`;
    await expect(execute(url, sql)).rejects.toThrow(/audit_event_sequence_positive/);
  });
});
