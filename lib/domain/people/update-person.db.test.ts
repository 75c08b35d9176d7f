import { beforeEach, describe, expect, it } from 'vitest';
import { listPeople } from '@/lib/domain/people/list-people';
import { loadSessionPerson } from '@/lib/domain/people/load-session-person';
import { updatePerson } from '@/lib/domain/people/update-person';
import { actors, testContexts } from '@/scripts/testing/domain/test-context';
import { useDatabase } from '@/scripts/testing/database';
import { outcomes } from '@/scripts/testing/outcomes';

const { db } = await useDatabase();
const { administrator: ctx } = testContexts(db);

// People are never deleted: each test begins with nobody left who could administer.
const retireEverybody = () => db.administrator.updateMany({ data: { deactivatedAt: ctx.now() } });
beforeEach(retireEverybody);
let seeded = 0;

function seedAdministrator() {
  seeded += 1;
  const email = `administrator${seeded}@example.org`;
  return db.administrator.create({ data: { email, name: email, role: 'ADMINISTRATOR', passwordHash: '-' } });
}

describe('the last administrator', () => {
  it('is neither demoted nor deactivated, not even by themselves', async () => {
    const { id } = await seedAdministrator();
    for (const change of [{ role: 'auditor' as const }, { isActive: false }]) {
      await expect(updatePerson(ctx, { id, ...change })).rejects.toMatchObject({ code: 'last_administrator' });
    }
    expect(await updatePerson(ctx, { id, name: 'Renamed' })).toMatchObject({ name: 'Renamed', role: 'administrator' });
  });

  it('remains when two administrators deactivate each other at once, twenty times', async () => {
    for (let round = 0; round < 20; round += 1) {
      await retireEverybody();
      const [a, b] = [await seedAdministrator(), await seedAdministrator()];
      const results = await outcomes([
        updatePerson(ctx, { id: a.id, isActive: false }),
        updatePerson(ctx, { id: b.id, role: 'helpdesk' }),
      ]);
      expect(results).toEqual(['last_administrator', 'ok']);
      expect(await db.administrator.count({ where: { role: 'ADMINISTRATOR', deactivatedAt: null } })).toBe(1);
    }
  });
});

describe('a change of role or activity', () => {
  it('ends the sessions of the person; a new name does not', async () => {
    await seedAdministrator();
    const { id } = await seedAdministrator();
    await updatePerson(ctx, { id, name: 'Other' });
    expect(await loadSessionPerson(db, id, 1)).toMatchObject({ name: 'Other' });
    await updatePerson(ctx, { id, role: 'helpdesk' });
    expect(await loadSessionPerson(db, id, 1)).toBeNull();
    await updatePerson(ctx, { id, isActive: false });
    expect(await loadSessionPerson(db, id, 3)).toBeNull();
    await updatePerson(ctx, { id, isActive: true });
    expect(await loadSessionPerson(db, id, 4)).toMatchObject({ role: 'helpdesk' });
  });

  it('is told to the history once, and what is already so not at all', async () => {
    await seedAdministrator();
    const { id, name } = await seedAdministrator();
    await updatePerson(ctx, { id, role: 'auditor', isActive: false });
    await updatePerson(ctx, { id, role: 'auditor', isActive: false });
    const rows = await db.auditEvent.findMany({ where: { targetId: id }, orderBy: { sequence: 'asc' } });
    expect(rows.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
      {
        action: 'person_changed',
        before: { name, role: 'administrator' },
        after: { name, role: 'auditor' },
      },
      { action: 'person_deactivated', before: null, after: null },
    ]);
  });

  it('is refused to helpdesk and auditors, and for people who do not exist', async () => {
    const { id } = await seedAdministrator();
    for (const role of ['helpdesk', 'auditor'] as const) {
      const refused = updatePerson({ ...ctx, actor: actors[role] }, { id, name: 'Mine' });
      await expect(refused).rejects.toMatchObject({ code: 'permission_denied' });
    }
    const unknown = updatePerson(ctx, { id: '01890000-0000-7000-8000-000000000000', name: 'X' });
    await expect(unknown).rejects.toMatchObject({ code: 'person_not_found' });
  });
});

it('shows the list to auditors and marks who is asking, without a hash', async () => {
  const { id, name } = await seedAdministrator();
  const { people } = await listPeople({ ...ctx, actor: { kind: 'person', id, name, role: 'auditor' } });
  expect(people.filter(({ isSelf }) => isSelf)).toMatchObject([{ id, deactivatedAt: null }]);
  expect(JSON.stringify(people)).not.toContain('passwordHash');
  await expect(listPeople({ ...ctx, actor: actors.helpdesk })).rejects.toMatchObject({ code: 'permission_denied' });
});
