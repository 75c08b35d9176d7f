import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupView } from '@/lib/domain/mailboxes/contract';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { decideGroup } from '@/lib/domain/mailboxes/decide-group';
import { deleteGroup } from '@/lib/domain/mailboxes/delete-group';
import { getMailbox } from '@/lib/domain/mailboxes/get-mailbox';
import { listGroups } from '@/lib/domain/mailboxes/list-groups';
import { orderGroups } from '@/lib/domain/mailboxes/order-groups';
import { previewGroup } from '@/lib/domain/mailboxes/preview-group';
import { previewGroupOrder } from '@/lib/domain/mailboxes/preview-group-order';
import { updateGroup } from '@/lib/domain/mailboxes/update-group';
import { updateMailbox } from '@/lib/domain/mailboxes/update-mailbox';
import { switchGroup } from '@/lib/domain/access/switch-eas';
import { registerDevice } from '@/lib/domain/devices/register-device';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { assignPolicy } from '@/lib/domain/policies/assign-policy';
import { PolicyInput, PolicySettings } from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { ENGINE_CHANNEL } from '@/lib/domain/signals';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { groupCases } from '@/scripts/testing/domain/group-cases';
import { actors, testContexts } from '@/scripts/testing/domain/test-context';
import { outcomes } from '@/scripts/testing/outcomes';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db, url } = await useDatabase();
const { administrator: ctx } = testContexts(db);
const nowhere = '01890000-0000-7000-8000-000000000000';

let domains = 0;
/** A domain that no other test has mailboxes in. */
const aDomain = () => `d${(domains += 1)}.example`;
const aGroup = (name: string, ...patterns: string[]) => createGroup(ctx, { name, patterns });
const seen = ({ id: groupId, version }: GroupView) => ({ groupId, version });
const aMailbox = (name: string) => db.mailbox.create({ data: { name } });
const groupOf = async (name: string) =>
  (await db.mailbox.findUniqueOrThrow({ where: { name }, select: { group: { select: { name: true } } } })).group?.name;
const idsInOrder = async () => (await listGroups(ctx)).groups.map(({ id }) => id);

/** The order that there is, with one group brought to the front. */
async function toFront(id: string) {
  const formerGroupIds = await idsInOrder();
  return { groupIds: [id, ...formerGroupIds.filter((each) => each !== id)], formerGroupIds };
}

describe('the group of a mailbox in the database', () => {
  it('is the one that the rule says, for any patterns and names', async () => {
    const rollback = new Error('Enough');
    const check = async ({ name, groups }: typeof groupCases extends fc.Arbitrary<infer Case> ? Case : never) => {
      const run = db.$transaction(async (tx) => {
        await tx.group.deleteMany();
        await tx.mailbox.create({ data: { id: nowhere, name } });
        for (const { id, ...group } of groups) await tx.group.create({ data: { id, name: id, ...group } });
        const data = { name: `${name}-later`, id: nowhere.replace('1', '2') };
        const later = await tx.mailbox.create({ data, select: { name: true, groupId: true } });
        const first = await tx.mailbox.findUniqueOrThrow({ where: { name }, select: { name: true, groupId: true } });
        for (const { groupId, name: of } of [first, later]) {
          expect(groupId).toBe(decideGroup({ name: of, choice: 'automatic', chosenGroupId: null }, groups).groupId);
        }
        throw rollback;
      });
      await run.catch((error: unknown) => {
        if (error !== rollback) throw error;
      });
    };
    await fc.assert(fc.asyncProperty(groupCases, check), { numRuns: 150 });
  });

  it('is there from the first contact of a phone', async () => {
    const domain = aDomain();
    await aGroup(`first contact ${domain}`, `*@${domain}`);
    const name = `new@${domain}`;
    const phone = {
      easDeviceId: 'PHONE',
      deviceType: 'iPhone',
      protocolVersion: '16.1',
      userAgent: null,
      address: null,
    };
    const { mailbox } = await registerDevice(ctx, { mailbox: name, ...phone });
    expect(mailbox).toBe(name);
    expect(await groupOf(name)).toBe(`first contact ${domain}`);
  });

  it('follows the name, and cannot be written over while it is automatic', async () => {
    const [domain, other] = [aDomain(), aDomain()];
    await aGroup(`of ${domain}`, `*@${domain}`);
    const { id: groupId } = await aGroup(`of ${other}`, `*@${other}`);
    const { id } = await aMailbox(`a@${domain}`);
    await db.mailbox.update({ where: { id }, data: { groupId } });
    expect(await groupOf(`a@${domain}`)).toBe(`of ${domain}`);
    await db.mailbox.update({ where: { id }, data: { name: `a@${other}` } });
    expect(await groupOf(`a@${other}`)).toBe(`of ${other}`);
  });

  it('waits for a change of groups that is under way', async () => {
    const domain = aDomain();
    const { id } = await aGroup(`slow ${domain}`);
    let insertion: Promise<unknown> | undefined;
    await db.$transaction(async (tx) => {
      await tx.group.update({ where: { id }, data: { patterns: [`*@${domain}`] } });
      // Does not see the patterns yet, and would stay without a group if it did not wait.
      insertion = aMailbox(`a@${domain}`).then(({ name }) => name);
      await expect
        .poll(() => tx.$queryRaw`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)
        .toHaveLength(1);
    });
    await insertion;
    expect(await groupOf(`a@${domain}`)).toBe(`slow ${domain}`);
  });
});

describe('patterns', () => {
  it('take mailboxes in and let them go, but not those that a person put somewhere', async () => {
    const domain = aDomain();
    for (const name of ['auto', 'kept', 'none']) await aMailbox(`${name}@${domain}`);
    const [kept, none] = [await aMailbox(`kept2@${domain}`), await aMailbox(`none2@${domain}`)];
    const other = await aGroup(`other ${domain}`);
    await updateMailbox(ctx, { mailboxId: kept.id, groupId: other.id });
    await updateMailbox(ctx, { mailboxId: none.id, groupId: null });
    const group = await aGroup(`taking ${domain}`, `*@${domain}`);
    expect(group).toMatchObject({ mailboxCount: 3, byPatternCount: 3, byHandCount: 0 });
    expect([await groupOf(`kept2@${domain}`), await groupOf(`none2@${domain}`)]).toEqual([other.name, undefined]);
    const narrowed = await updateGroup(ctx, { ...seen(group), patterns: [`auto@${domain}`] });
    expect(narrowed).toMatchObject({ byPatternCount: 1, name: group.name });
    const told = await db.auditEvent.findMany({ where: { targetId: group.id }, orderBy: { sequence: 'asc' } });
    expect(told).toMatchObject([
      { action: 'group_created', after: { joined: 3, left: 0, patterns: [`*@${domain}`] } },
      {
        action: 'group_patterns_changed',
        before: { patterns: [`*@${domain}`] },
        after: { patterns: [`auto@${domain}`], joined: 0, left: 2, leftNames: [`kept@${domain}`, `none@${domain}`] },
      },
    ]);
    const again = await updateGroup(ctx, {
      groupId: group.id,
      version: narrowed.version,
      patterns: [`auto@${domain}`],
    });
    expect(again.version).toBe(narrowed.version);
    expect(await db.auditEvent.count({ where: { targetId: group.id } })).toBe(2);
  });

  it('wake the phones of those that move and of nobody else', async () => {
    const domain = aDomain();
    await aMailbox(`moves@${domain}`);
    await aMailbox(`stays@${domain}`);
    const heard = await collectSignals(url, ENGINE_CHANNEL, () => aGroup(`waking ${domain}`, `moves@${domain}`));
    expect(heard).toEqual([{ kind: 'mailbox', mailbox: `moves@${domain}`, why: 'policy' }]);
  });

  it('apply what is decided for the group to its new members', async () => {
    const domain = aDomain();
    const group = await aGroup(`shut ${domain}`);
    await switchGroup(ctx, { groupId: group.id, isEasEnabled: false, reason: 'left' });
    const { id } = await seedDevice(db, { mailbox: `a@${domain}`, easDeviceId: 'PHONE' });
    const ruling = async () => (await db.device.findUniqueOrThrow({ where: { id } })).accessRuling;
    expect(await ruling()).toBe('ALLOWED');
    await updateGroup(ctx, { ...seen(group), patterns: [`*@${domain}`] });
    expect(await ruling()).toBe('BLOCKED');
  });

  it('are told beforehand by whom they match, who joins, who leaves, and which devices provision again', async () => {
    const domain = aDomain();
    const settings = PolicySettings.parse({ DevicePasswordEnabled: true, MinDevicePasswordLength: 7 });
    const strict = await createPolicy(ctx, PolicyInput.parse({ name: `Strict ${domain}`, settings }));
    const group = await aGroup(`previewed ${domain}`, `old@${domain}`);
    await assignPolicy(ctx, { policyId: strict.id, mailboxIds: [], groupIds: [group.id] });
    const held = { easDeviceId: 'PHONE', protocolVersion: '16.1', policyState: 'APPLIED' as const };
    await seedDevice(db, { mailbox: `newa@${domain}`, ...held, policyHash: 'another', friendlyName: 'Again' });
    await seedDevice(db, { mailbox: `newb@${domain}`, ...held, policyHash: policyHash(settings, '16.1') });
    await seedDevice(db, { mailbox: `exempt@${domain}`, ...held, policyHash: 'another' });
    await addException(ctx, { mailbox: `exempt@${domain}`, reason: 'r', approvedBy: 'x', endsAt: null });
    await aMailbox(`old@${domain}`);
    const patterns = [`new*@${domain}`, `exempt@${domain}`];
    const preview = await previewGroup(ctx, { groupId: group.id, patterns });
    const names = ['exempt', 'newa', 'newb'].map((name) => `${name}@${domain}`);
    expect(preview.matches).toEqual({ count: 3, names });
    expect(preview.joins.count).toBe(3);
    expect(preview.joins.mailboxes).toMatchObject(names.map((name) => ({ name, from: null, to: group.name })));
    expect(preview.leaves).toMatchObject({
      count: 1,
      mailboxes: [{ name: `old@${domain}`, from: group.name, to: null }],
    });
    expect(preview.provisionAgain).toMatchObject({ count: 1, devices: [{ name: 'Again', mailbox: `newa@${domain}` }] });
    await updateGroup(ctx, { ...seen(group), patterns });
    expect(await db.mailbox.findMany({ where: { groupId: group.id }, orderBy: { name: 'asc' } })).toMatchObject(
      names.map((name) => ({ name })),
    );
    const nothing = await previewGroup(ctx, { groupId: group.id, patterns });
    expect(nothing).toMatchObject({ joins: { count: 0 }, leaves: { count: 0 }, provisionAgain: { count: 0 } });
    const created = await previewGroup(ctx, { groupId: null, patterns: [`old@${domain}`] });
    expect(created.joins).toMatchObject({ count: 1, mailboxes: [{ to: null }] });
    const lost = previewGroup(ctx, { groupId: nowhere, patterns });
    await expect(lost).rejects.toMatchObject({ code: 'group_not_found' });
  });
});

describe('the order of groups', () => {
  it('decides who has a mailbox that several match, is told beforehand and to the history', async () => {
    const domain = aDomain();
    const first = await aGroup(`first ${domain}`, `*@${domain}`);
    const second = await aGroup(`second ${domain}`, `ceo*@${domain}`);
    await aMailbox(`ceo@${domain}`);
    await aMailbox(`ada@${domain}`);
    expect(await groupOf(`ceo@${domain}`)).toBe(first.name);
    const input = await toFront(second.id);
    const preview = await previewGroupOrder(ctx, input);
    const expected = { name: `ceo@${domain}`, from: first.name, to: second.name };
    expect(preview.moves).toMatchObject({ count: 1, mailboxes: [expected] });
    const { groups } = await orderGroups(ctx, input);
    expect(groups.map(({ id }) => id)).toEqual(input.groupIds);
    expect([await groupOf(`ceo@${domain}`), await groupOf(`ada@${domain}`)]).toEqual([second.name, first.name]);
    const told = await db.auditEvent.findFirst({ where: { action: 'groups_ordered' }, orderBy: { sequence: 'desc' } });
    expect(told).toMatchObject({ after: { moved: 1 } });
    const last = await aGroup(`last ${domain}`);
    expect((await idsInOrder()).at(-1)).toBe(last.id);
  });

  it('is refused if somebody else changed the groups meanwhile, or if one is missing or named twice', async () => {
    const { id } = await aGroup(aDomain());
    const { id: other } = await aGroup(aDomain());
    const seen = await toFront(id);
    await orderGroups(ctx, await toFront(other));
    const fresh = await idsInOrder();
    const stale = [orderGroups(ctx, seen), previewGroupOrder(ctx, seen)];
    const bent = [fresh.slice(1), [...fresh.slice(1), fresh[1] ?? ''], [...fresh.slice(1), nowhere]];
    const wrong = bent.map((groupIds) => orderGroups(ctx, { groupIds, formerGroupIds: fresh }));
    expect(new Set(await outcomes([...stale, ...wrong]))).toEqual(new Set(['groups_changed_meanwhile']));
    expect(await idsInOrder()).toEqual(fresh);
  });
});

describe('two people at the same group', () => {
  it('who save at once do not overwrite each other: one is refused, whole, and may save on what the other made', async () => {
    const domain = aDomain();
    const group = await aGroup(`contested ${domain}`, `old@${domain}`);
    for (const name of ['one', 'two']) await aMailbox(`${name}@${domain}`);
    const wanted = ['one', 'two'].map((name) => ({ name: `${name} ${domain}`, patterns: [`${name}@${domain}`] }));
    const saves = wanted.map((each) => updateGroup(ctx, { ...seen(group), ...each }));
    expect(await outcomes(saves)).toEqual(['group_changed_meanwhile', 'ok']);
    const winner = (await Promise.allSettled(saves)).findIndex(({ status }) => status === 'fulfilled');
    const [won, lost] = [wanted[winner], wanted[1 - winner]];
    const now = (await listGroups(ctx)).groups.find(({ id }) => id === group.id);
    expect(now).toMatchObject({ ...won, version: group.version + 1, byPatternCount: 1 });
    expect(await db.auditEvent.count({ where: { targetId: group.id, action: 'group_patterns_changed' } })).toBe(1);
    const after = await updateGroup(ctx, { groupId: group.id, version: group.version + 1, ...lost });
    expect(after).toMatchObject({ ...lost, version: group.version + 2 });
  });

  it('who put the groups into another order at once do not overwrite each other', async () => {
    const [one, two] = [await aGroup(aDomain()), await aGroup(aDomain())];
    const orders = [await toFront(one.id), await toFront(two.id)];
    const saves = orders.map((order) => orderGroups(ctx, order));
    expect(await outcomes(saves)).toEqual(['groups_changed_meanwhile', 'ok']);
    const winner = (await Promise.allSettled(saves)).findIndex(({ status }) => status === 'fulfilled');
    expect(await idsInOrder()).toEqual(orders[winner]?.groupIds);
  });
});

describe('deleting a group', () => {
  it('gives its members by pattern to the next that matches, and leaves those by hand without one', async () => {
    const domain = aDomain();
    const first = await aGroup(`going ${domain}`, `*@${domain}`);
    const second = await aGroup(`next ${domain}`, `ceo@${domain}`);
    const hand = await aMailbox(`hand@${domain}`);
    await updateMailbox(ctx, { mailboxId: hand.id, groupId: first.id });
    await aMailbox(`ceo@${domain}`);
    await aMailbox(`ada@${domain}`);
    const heard = await collectSignals(url, ENGINE_CHANNEL, () => deleteGroup(ctx, { groupId: first.id }));
    expect(heard).toHaveLength(2);
    const groups = ['ceo', 'ada', 'hand'].map((name) => groupOf(`${name}@${domain}`));
    expect(await Promise.all(groups)).toEqual([second.name, undefined, undefined]);
    expect(await getMailbox(ctx, { mailboxId: hand.id })).toMatchObject({ groupChoice: 'by_hand', group: null });
    const told = await db.auditEvent.findFirst({ where: { action: 'group_deleted', targetId: first.id } });
    expect(told).toMatchObject({ before: { mailboxes: 3 }, after: { moved: 1 } });
  });
});

describe('the choice of a mailbox', () => {
  it('is by hand once somebody chose, also the group it was in, and can be left to the patterns again', async () => {
    const domain = aDomain();
    const matching = await aGroup(`matching ${domain}`, `nobody@${domain}`, `*@${domain}`);
    const other = await aGroup(`chosen ${domain}`);
    const { id: mailboxId, name } = await aMailbox(`a@${domain}`);
    const automatic = { group: { name: matching.name }, groupChoice: 'automatic', groupPattern: `*@${domain}` };
    expect(await getMailbox(ctx, { mailboxId })).toMatchObject(automatic);
    const fixed = await updateMailbox(ctx, { mailboxId, groupId: matching.id });
    expect(fixed).toMatchObject({ group: { name: matching.name }, groupChoice: 'by_hand', groupPattern: null });
    expect(await updateMailbox(ctx, { mailboxId, groupId: other.id })).toMatchObject({ group: { name: other.name } });
    expect(await updateMailbox(ctx, { mailboxId, groupChoice: 'automatic' })).toMatchObject(automatic);
    await updateMailbox(ctx, { mailboxId, groupChoice: 'automatic' });
    const told = await db.auditEvent.findMany({ where: { mailbox: name }, orderBy: { sequence: 'asc' } });
    expect(told).toMatchObject([
      { action: 'mailbox_group_choice_changed', after: { groupChoice: 'by_hand' } },
      { action: 'mailbox_moved', before: { group: matching.name }, after: { group: other.name } },
      { action: 'mailbox_moved', after: { group: matching.name, groupChoice: 'automatic' } },
    ]);
  });

  it('and patterns and order are seen by everybody who reads mailboxes, and changed by administrators only', async () => {
    const { id: groupId } = await aGroup(aDomain());
    const asking = { ...ctx, actor: actors.helpdesk };
    expect(await previewGroup(asking, { groupId, patterns: [] })).toMatchObject({ matches: { count: 0 } });
    const order = await toFront(groupId);
    expect(await previewGroupOrder(asking, order)).toMatchObject({ moves: { count: 0 } });
    const refused = [updateGroup(asking, { groupId, version: 1, patterns: ['*'] }), orderGroups(asking, order)];
    expect(new Set(await outcomes(refused))).toEqual(new Set(['permission_denied']));
  });
});
