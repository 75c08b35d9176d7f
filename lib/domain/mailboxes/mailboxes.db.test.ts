import { describe, expect, it } from 'vitest';
import { switchGroup, switchMailbox } from '@/lib/domain/access/switch-eas';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { deleteGroup } from '@/lib/domain/mailboxes/delete-group';
import { getMailbox } from '@/lib/domain/mailboxes/get-mailbox';
import { listGroups } from '@/lib/domain/mailboxes/list-groups';
import { listMailboxes } from '@/lib/domain/mailboxes/list-mailboxes';
import { updateGroup } from '@/lib/domain/mailboxes/update-group';
import { updateMailbox } from '@/lib/domain/mailboxes/update-mailbox';
import { assignPolicy } from '@/lib/domain/policies/assign-policy';
import { PolicyInput } from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import { makeDefaultPolicy } from '@/lib/domain/policies/make-default-policy';
import { ENGINE_CHANNEL } from '@/lib/domain/signals';
import { actors, testContexts } from '@/scripts/testing/domain/test-context';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { outcomes } from '@/scripts/testing/outcomes';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db, url } = await useDatabase();
const { administrator: ctx } = testContexts(db);
const nowhere = '01890000-0000-7000-8000-000000000000';

let names = 0;
const unique = (prefix: string) => `${prefix}${(names += 1)}`;
const seedMailbox = (name: string) => db.mailbox.create({ data: { name } });
const policy = (name: string) => createPolicy(ctx, PolicyInput.parse({ name, settings: {} }));

describe('the list of mailboxes', () => {
  it('goes forth and back by pages without losing or doubling a mailbox', async () => {
    const prefix = unique('paged');
    const wanted = Array.from({ length: 7 }, (_, index) => `${prefix}-${index}@example.org`);
    for (const name of wanted.toReversed()) await seedMailbox(name);
    const page = async (cursor?: string | null) =>
      listMailboxes(ctx, { search: prefix, limit: 3, cursor: cursor ?? undefined });
    const first = await page();
    const second = await page(first.nextCursor);
    const third = await page(second.nextCursor);
    const all = [first, second, third].flatMap(({ mailboxes }) => mailboxes.map(({ name }) => name));
    expect(all).toEqual(wanted);
    expect([first.previousCursor, third.nextCursor]).toEqual([null, null]);
    const back = await page(third.previousCursor);
    expect(back.mailboxes).toEqual(second.mailboxes);
    expect((await page(back.previousCursor)).previousCursor).toBeNull();
  });

  it('refuses a cursor that it did not make', async () => {
    for (const cursor of ['?', 'bm90IGpzb24', Buffer.from('{"direction":"sideways"}').toString('base64url')]) {
      await expect(listMailboxes(ctx, { cursor, limit: 10 })).rejects.toMatchObject({ code: 'cursor_invalid' });
    }
  });

  it('says which policy is in force and why, exception before mailbox before group before default', async () => {
    const prefix = unique('force');
    const [own, grouped, fallback] = [
      await policy(unique('Own ')),
      await policy(unique('Grouped ')),
      await policy(unique('Fallback ')),
    ];
    await makeDefaultPolicy(ctx, { policyId: fallback.id });
    const group = await createGroup(ctx, { name: unique('Group ') });
    const [a, b, c, d] = await Promise.all(['a', 'b', 'c', 'd'].map((name) => seedMailbox(`${prefix}-${name}`)));
    if (!a || !b || !c || !d) throw new Error('Seeding failed');
    for (const { id } of [a, b, c]) await updateMailbox(ctx, { mailboxId: id, groupId: group.id });
    await assignPolicy(ctx, { policyId: grouped.id, mailboxIds: [], groupIds: [group.id] });
    await assignPolicy(ctx, { policyId: own.id, mailboxIds: [a.id, b.id], groupIds: [] });
    await addException(ctx, { mailbox: a.name, reason: 'r', approvedBy: 'x', endsAt: null });
    await seedDevice(db, { mailbox: d.name, easDeviceId: 'ONE' });
    await seedDevice(db, { mailbox: d.name, easDeviceId: 'GONE', removedAt: ctx.now() });
    const { mailboxes } = await listMailboxes(ctx, { search: prefix, limit: 10 });
    expect(
      mailboxes.map((row) => [row.policyOrigin, row.policyName, row.group?.name ?? null, row.deviceCount]),
    ).toEqual([
      ['exception', null, group.name, 0],
      ['mailbox', own.name, group.name, 0],
      ['group', grouped.name, group.name, 0],
      ['default', fallback.name, null, 1],
    ]);
    const inGroup = await listMailboxes(ctx, { groupId: group.id, limit: 10 });
    expect(inGroup.mailboxes).toHaveLength(3);
  });
});

describe('moving a mailbox', () => {
  it('wakes its devices, is told to the history, and is nothing if it is there already', async () => {
    const mailbox = await seedMailbox(unique('moved'));
    const group = await createGroup(ctx, { name: unique('Target ') });
    const input = { mailboxId: mailbox.id, groupId: group.id };
    const heard = await collectSignals(url, ENGINE_CHANNEL, async () => {
      expect(await updateMailbox(ctx, input)).toMatchObject({ group: { name: group.name } });
      await updateMailbox(ctx, input);
    });
    expect(heard).toEqual([{ kind: 'mailbox', mailbox: mailbox.name, why: 'policy' }]);
    const history = await db.auditEvent.findMany({ where: { mailbox: mailbox.name } });
    expect(history).toMatchObject([{ action: 'mailbox_moved', before: { group: null }, after: { group: group.name } }]);
    expect(await updateMailbox(ctx, { ...input, groupId: null })).toMatchObject({ group: null });
  });

  it('needs a mailbox and a group that exist', async () => {
    const { id } = await seedMailbox(unique('lost'));
    const noGroup = updateMailbox(ctx, { mailboxId: id, groupId: nowhere });
    await expect(noGroup).rejects.toMatchObject({ code: 'group_not_found' });
    const noMailbox = updateMailbox(ctx, { mailboxId: nowhere, groupId: null });
    await expect(noMailbox).rejects.toMatchObject({ code: 'mailbox_not_found' });
    await expect(getMailbox(ctx, { mailboxId: nowhere })).rejects.toMatchObject({ code: 'mailbox_not_found' });
  });
});

describe('the use of phones with a mailbox', () => {
  it('is told with whose word it is: its own before that of its group, and nobody has to say anything', async () => {
    const { id: mailboxId, name } = await seedMailbox(unique('phones'));
    const group = await createGroup(ctx, { name: unique('Phones '), patterns: [name] });
    const phones = async () => (await getMailbox(ctx, { mailboxId })).phones;
    const reason = 'left';
    expect(await phones()).toMatchObject({ isEasEnabled: true, easOrigin: 'default' });
    await switchGroup(ctx, { groupId: group.id, isEasEnabled: false, reason });
    expect(await phones()).toMatchObject({ isEasEnabled: false, easOrigin: 'group' });
    await switchMailbox(ctx, { mailboxId, isEasEnabled: true, reason });
    expect(await phones()).toMatchObject({ isEasEnabled: true, easOrigin: 'mailbox' });
    await switchGroup(ctx, { groupId: group.id, isEasEnabled: true, reason });
    await switchMailbox(ctx, { mailboxId, isEasEnabled: false, reason });
    expect(await phones()).toMatchObject({ isEasEnabled: false, easOrigin: 'mailbox' });
    await switchMailbox(ctx, { mailboxId, isEasEnabled: null, reason });
    expect(await phones()).toMatchObject({ isEasEnabled: true, easOrigin: 'default' });
  });

  it('is told with the places there are and those that are taken: not by removed, wiped or blocked devices', async () => {
    const { id: mailboxId, name } = await seedMailbox(unique('places'));
    const phones = async () => (await getMailbox(ctx, { mailboxId })).phones;
    expect(await phones()).toMatchObject({ maxDevices: null, placesTaken: 0 });
    const device = (easDeviceId: string) => seedDevice(db, { mailbox: name, easDeviceId });
    await device('HERE');
    await seedDevice(db, { mailbox: name, easDeviceId: 'GONE', removedAt: ctx.now() });
    const [wiped, blocked] = [await device('WIPED'), await device('BLOCKED')];
    await db.device.update({ where: { id: wiped.id }, data: { blockReason: 'WIPED' } });
    await db.device.update({ where: { id: blocked.id }, data: { accessOverride: 'BLOCK' } });
    await db.accessSettings.update({ where: { id: 1 }, data: { maxDevices: 2 } });
    expect(await phones()).toMatchObject({ maxDevices: 2, placesTaken: 1 });
    await db.accessSettings.update({ where: { id: 1 }, data: { maxDevices: null } });
  });
});

describe('a group', () => {
  it('has a name of its own, at creation and at renaming', async () => {
    const [taken, other] = [
      await createGroup(ctx, { name: unique('Taken ') }),
      await createGroup(ctx, { name: unique('Other ') }),
    ];
    await expect(createGroup(ctx, { name: taken.name })).rejects.toMatchObject({ code: 'group_name_taken' });
    const renamed = updateGroup(ctx, { groupId: other.id, version: other.version, name: taken.name });
    await expect(renamed).rejects.toMatchObject({ code: 'group_name_taken' });
    const name = unique('Fresh ');
    expect(await updateGroup(ctx, { groupId: other.id, version: other.version, name })).toMatchObject({ name });
    const history = await db.auditEvent.findFirst({ where: { action: 'group_renamed', targetId: other.id } });
    expect(history).toMatchObject({ before: { name: other.name }, after: { name } });
  });

  it('lets its members go when it is removed, and stays while it has a policy', async () => {
    const group = await createGroup(ctx, { name: unique('Closing ') });
    const mailbox = await seedMailbox(unique('member'));
    await updateMailbox(ctx, { mailboxId: mailbox.id, groupId: group.id });
    const { id: policyId, name: policyName } = await policy(unique('Held '));
    await assignPolicy(ctx, { policyId, mailboxIds: [], groupIds: [group.id] });
    const refused = deleteGroup(ctx, { groupId: group.id });
    await expect(refused).rejects.toMatchObject({ code: 'policy_in_use', details: { policyName } });
    await assignPolicy(ctx, { policyId, mailboxIds: [], groupIds: [] });
    expect((await listGroups(ctx)).groups.find(({ id }) => id === group.id)).toMatchObject({ mailboxCount: 1 });
    await deleteGroup(ctx, { groupId: group.id });
    expect(await getMailbox(ctx, { mailboxId: mailbox.id })).toMatchObject({ group: null });
    await expect(deleteGroup(ctx, { groupId: group.id })).rejects.toMatchObject({ code: 'group_not_found' });
  });

  it('is seen by helpdesk and auditors, and changed by administrators only', async () => {
    const group = await createGroup(ctx, { name: unique('Guarded ') });
    const { id: mailboxId } = await seedMailbox(unique('guarded'));
    for (const role of ['helpdesk', 'auditor'] as const) {
      const asking = { ...ctx, actor: actors[role] };
      expect((await listGroups(asking)).groups.length).toBeGreaterThan(0);
      expect(await getMailbox(asking, { mailboxId })).toMatchObject({ id: mailboxId });
      const refused = [
        createGroup(asking, { name: 'Mine' }),
        updateGroup(asking, { groupId: group.id, version: 1, name: 'Mine' }),
        deleteGroup(asking, { groupId: group.id }),
        updateMailbox(asking, { mailboxId, groupId: group.id }),
      ];
      expect(new Set(await outcomes(refused))).toEqual(new Set(['permission_denied']));
    }
  });
});
