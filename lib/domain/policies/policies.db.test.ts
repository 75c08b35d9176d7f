import { beforeEach, describe, expect, it } from 'vitest';
import type { PolicyState } from '@/lib/db/generated/enums';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { assignPolicy } from '@/lib/domain/policies/assign-policy';
import {
  PolicyInput,
  type AffectedDevices,
  type PolicyImpactInput,
  type PolicySettings,
} from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import { deletePolicy } from '@/lib/domain/policies/delete-policy';
import { ensureDefaultPolicy } from '@/lib/domain/policies/ensure-default-policy';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { listPolicies } from '@/lib/domain/policies/list-policies';
import { makeDefaultPolicy } from '@/lib/domain/policies/make-default-policy';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { previewPolicyChange } from '@/lib/domain/policies/preview-policy-change';
import { updatePolicy } from '@/lib/domain/policies/update-policy';
import { ENGINE_CHANNEL } from '@/lib/domain/signals';
import { actors, testContexts } from '@/scripts/testing/domain/test-context';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { outcomes } from '@/scripts/testing/outcomes';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db, url } = await useDatabase();
const { administrator: ctx } = testContexts(db);
const nobody = { count: 0, devices: [] };
const nowhere = '01890000-0000-7000-8000-000000000000';

beforeEach(async () => {
  await db.policyAssignment.deleteMany();
  await db.device.deleteMany();
  await db.policy.deleteMany();
});

const policyInput = (name: string, settings: Partial<PolicySettings> = {}) => PolicyInput.parse({ name, settings });
const create = (name: string, settings: Partial<PolicySettings> = {}) => createPolicy(ctx, policyInput(name, settings));
const seedMailbox = (name: string, groupId?: string) =>
  db.mailbox.create({ data: { name, groupId, groupChoice: 'BY_HAND' } });
const lastAudit = () => db.auditEvent.findFirst({ orderBy: { sequence: 'desc' } });

let names = 0;
/** A name that no other test of this file uses: mailboxes and exceptions stay. */
const unique = (prefix: string) => `${prefix}${(names += 1)}@example.org`;

describe('the first policy', () => {
  it('is made once, although several processes start at once, and asks for a PIN but never for a wipe', async () => {
    const made = await Promise.all([ensureDefaultPolicy(ctx), ensureDefaultPolicy(ctx), ensureDefaultPolicy(ctx)]);
    expect(made.filter(Boolean)).toEqual([true]);
    const { policies } = await listPolicies(ctx);
    expect(policies).toMatchObject([{ name: 'Default', isDefault: true, version: 1, allowNonProvisionable: true }]);
    expect(policies[0]?.settings).toMatchObject({
      DevicePasswordEnabled: true,
      MinDevicePasswordLength: 4,
      MaxInactivityTimeDeviceLock: 900,
      MaxDevicePasswordFailedAttempts: null,
    });
  });

  it('is not made again where somebody has made another', async () => {
    await create('Mine');
    expect(await ensureDefaultPolicy(ctx)).toBe(false);
  });
});

describe('saving a policy', () => {
  it('writes what differs to the history, and nothing if nothing does', async () => {
    const { id } = await create('Office', { DevicePasswordEnabled: true });
    const edited = { ...policyInput('Office', { MinDevicePasswordLength: 6 }), policyId: id, version: 1 };
    expect(await updatePolicy(ctx, edited)).toMatchObject({ version: 2 });
    expect(await lastAudit()).toMatchObject({
      action: 'policy_changed',
      before: { DevicePasswordEnabled: true, MinDevicePasswordLength: null },
      after: { DevicePasswordEnabled: false, MinDevicePasswordLength: 6 },
    });
    const rows = await db.auditEvent.count();
    expect(await updatePolicy(ctx, { ...edited, version: 2 })).toMatchObject({ version: 2 });
    expect(await db.auditEvent.count()).toBe(rows);
  });

  it('loses nobody a change: of two who save the same version one is refused', async () => {
    const { id } = await create('Shared');
    const save = (length: number) =>
      updatePolicy(ctx, { ...policyInput('Shared', { MinDevicePasswordLength: length }), policyId: id, version: 1 });
    expect(await outcomes([save(5), save(6)])).toEqual(['ok', 'policy_changed_meanwhile']);
  });

  it('refuses a name that another policy has', async () => {
    await create('Taken');
    await expect(create('Taken')).rejects.toMatchObject({ code: 'policy_name_taken' });
    const { id } = await create('Free');
    const renamed = updatePolicy(ctx, { ...policyInput('Taken'), policyId: id, version: 1 });
    await expect(renamed).rejects.toMatchObject({ code: 'policy_name_taken' });
  });

  it('wakes phones for a setting and not for a description', async () => {
    const { id } = await create('Woken');
    const heard = await collectSignals(url, ENGINE_CHANNEL, async () => {
      await updatePolicy(ctx, { ...policyInput('Woken'), description: 'For all', policyId: id, version: 1 });
      const set = { ...policyInput('Woken', { MinDevicePasswordLength: 5 }), description: 'For all' };
      await updatePolicy(ctx, { ...set, policyId: id, version: 2 });
    });
    expect(heard).toEqual([{ kind: 'all', why: 'policy' }]);
  });
});

describe('who has a policy', () => {
  it('moves from policy to policy, falls back when left out, and is told to the history by name', async () => {
    const [from, to] = [await create('From'), await create('To')];
    const [stays, moves, leaves] = await Promise.all(
      ['stays', 'moves', 'leaves'].map((name) => seedMailbox(unique(name))),
    );
    if (!stays || !moves || !leaves) throw new Error('Seeding failed');
    const group = await db.group.create({ data: { name: unique('group') } });
    await assignPolicy(ctx, { policyId: from.id, mailboxIds: [moves.id], groupIds: [group.id] });
    await assignPolicy(ctx, { policyId: to.id, mailboxIds: [stays.id, leaves.id], groupIds: [] });
    const after = await assignPolicy(ctx, { policyId: to.id, mailboxIds: [stays.id, moves.id], groupIds: [group.id] });
    expect(after.assignments.map(({ name }) => name).toSorted()).toEqual(
      [group.name, moves.name, stays.name].toSorted(),
    );
    expect((await getPolicy(ctx, { policyId: from.id })).assignments).toEqual([]);
    expect(await lastAudit()).toMatchObject({
      action: 'policy_assigned',
      before: {
        [`mailbox ${moves.name}`]: 'From',
        [`group ${group.name}`]: 'From',
        [`mailbox ${leaves.name}`]: 'To',
      },
      after: {
        [`mailbox ${moves.name}`]: 'To',
        [`group ${group.name}`]: 'To',
        [`mailbox ${leaves.name}`]: null,
      },
    });
  });

  it('is one policy when two people assign the same mailbox at once', async () => {
    const [a, b] = [await create('A'), await create('B')];
    const mailbox = await seedMailbox(unique('contested'));
    const assign = (policyId: string) => assignPolicy(ctx, { policyId, mailboxIds: [mailbox.id], groupIds: [] });
    await Promise.all([assign(a.id), assign(b.id), assign(a.id)]);
    expect(await db.policyAssignment.count({ where: { mailboxId: mailbox.id } })).toBe(1);
  });

  it('wakes exactly the mailboxes concerned', async () => {
    const { id } = await create('Waking');
    const group = await db.group.create({ data: { name: unique('group') } });
    const [own, member] = [await seedMailbox(unique('own')), await seedMailbox(unique('member'), group.id)];
    await seedMailbox(unique('other'));
    const heard = await collectSignals(url, ENGINE_CHANNEL, () =>
      assignPolicy(ctx, { policyId: id, mailboxIds: [own.id], groupIds: [group.id] }),
    );
    expect(heard).toEqual([
      { kind: 'mailbox', mailbox: own.name, why: 'policy' },
      { kind: 'mailbox', mailbox: member.name, why: 'policy' },
    ]);
  });

  it('changes nothing if one of them does not exist', async () => {
    const { id } = await create('Careful');
    const mailbox = await seedMailbox(unique('known'));
    const unknownMailbox = assignPolicy(ctx, { policyId: id, mailboxIds: [mailbox.id, nowhere], groupIds: [] });
    await expect(unknownMailbox).rejects.toMatchObject({ code: 'mailbox_not_found' });
    const unknownGroup = assignPolicy(ctx, { policyId: id, mailboxIds: [], groupIds: [nowhere] });
    await expect(unknownGroup).rejects.toMatchObject({ code: 'group_not_found' });
    expect((await getPolicy(ctx, { policyId: id })).assignments).toEqual([]);
  });
});

describe('removing a policy', () => {
  it('is refused while it is the default or somebody has it', async () => {
    const { id } = await create('Wanted');
    await makeDefaultPolicy(ctx, { policyId: id });
    await expect(deletePolicy(ctx, { policyId: id })).rejects.toMatchObject({ code: 'policy_is_default' });
    await makeDefaultPolicy(ctx, { policyId: (await create('Next')).id });
    await assignPolicy(ctx, { policyId: id, mailboxIds: [(await seedMailbox(unique('has'))).id], groupIds: [] });
    const refused = deletePolicy(ctx, { policyId: id });
    await expect(refused).rejects.toMatchObject({ code: 'policy_in_use', details: { assignments: 1 } });
    await assignPolicy(ctx, { policyId: id, mailboxIds: [], groupIds: [] });
    await deletePolicy(ctx, { policyId: id });
    await expect(getPolicy(ctx, { policyId: id })).rejects.toMatchObject({ code: 'policy_not_found' });
    expect(await lastAudit()).toMatchObject({ action: 'policy_deleted', before: { name: 'Wanted' } });
  });
});

it('keeps one default policy when two people choose another at once', async () => {
  const policies = [await create('One'), await create('Two'), await create('Three')];
  await Promise.all(policies.map(({ id }) => makeDefaultPolicy(ctx, { policyId: id })));
  expect(await db.policy.count({ where: { isDefault: true } })).toBe(1);
});

describe('the numbers of a policy', () => {
  it('count the devices it holds for and those that acknowledged it as it is now', async () => {
    const staff = await create('Staff', { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 });
    await makeDefaultPolicy(ctx, { policyId: (await create('Everybody')).id });
    const mailbox = await seedMailbox(unique('staff'));
    const exempt = await seedMailbox(unique('exempt'));
    await assignPolicy(ctx, { policyId: staff.id, mailboxIds: [mailbox.id, exempt.id], groupIds: [] });
    await addException(ctx, { mailbox: exempt.name, reason: 'Board', approvedBy: 'CEO', endsAt: null });
    const hash = (version: string) => policyHash(staff.settings, version);
    const seed = (easDeviceId: string, more: object) => seedDevice(db, { mailbox: mailbox.name, easDeviceId, ...more });
    await seed('UPTODATE', { policyHash: hash('16.1'), policyState: 'APPLIED' });
    await seed('OLDPHONE', { policyHash: hash('12.1'), policyState: 'APPLIED', protocolVersion: '12.1' });
    await seed('PARTLY', { policyHash: hash('16.1'), policyState: 'PARTIAL' });
    await seed('OUTDATED', { policyHash: 'of another policy', policyState: 'APPLIED' });
    await seed('NEVER', {});
    await seed('REMOVED', { policyHash: hash('16.1'), policyState: 'APPLIED', removedAt: ctx.now() });
    await seedDevice(db, { mailbox: exempt.name, easDeviceId: 'EXEMPT', policyState: 'APPLIED' });
    await seedDevice(db, { mailbox: unique('anybody'), easDeviceId: 'ELSEWHERE' });
    const { policies } = await listPolicies({ ...ctx, actor: actors.auditor });
    expect(policies.map(({ name, deviceCount, compliantCount }) => [name, deviceCount, compliantCount])).toEqual([
      ['Everybody', 1, 0],
      ['Staff', 5, 2],
    ]);
  });
});

describe('what counts as compliance', () => {
  it('is what the policy takes for it, and only with the settings as they are now', async () => {
    const { id, settings } = await create('Counted');
    await makeDefaultPolicy(ctx, { policyId: id });
    const mailbox = unique('counted');
    const seed = (policyState: PolicyState, policyHashes: string) =>
      seedDevice(db, {
        mailbox,
        easDeviceId: `${policyState}${policyHashes.length}`,
        policyState,
        policyHash: policyHashes,
      });
    for (const state of ['APPLIED', 'PARTIAL', 'EXTERNAL', 'REFUSED', 'LOOPING'] as const) {
      await seed(state, policyHash(settings, '16.1'));
      await seed(state, 'older');
    }
    const counts: number[] = [];
    for (const [index, [partial, external]] of (
      [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const
    ).entries()) {
      const rules = { treatPartialAsCompliant: partial, treatExternalAsCompliant: external };
      const input = { ...policyInput('Counted'), ...rules, policyId: id, version: index === 0 ? 1 : index };
      counts.push((await updatePolicy(ctx, input)).compliantCount);
    }
    expect(counts).toEqual([1, 2, 2, 3]);
    expect(await lastAudit()).toMatchObject({
      action: 'policy_changed',
      before: { treatPartialAsCompliant: false },
      after: { treatPartialAsCompliant: true },
    });
  });
});

describe('the preview of a change', () => {
  it('names the devices that will have to provision again, and no other', async () => {
    const { id, settings } = await create('Previewed', { DevicePasswordEnabled: true });
    await makeDefaultPolicy(ctx, { policyId: id });
    const mailbox = unique('previewed');
    const hash = (version: string) => policyHash(settings, version);
    const seed = (easDeviceId: string, more: object) => seedDevice(db, { mailbox, easDeviceId, ...more });
    const next = { ...settings, MinDevicePasswordLength: 8 };
    await seed('A1', { policyHash: hash('16.1'), friendlyName: 'Beta' });
    await seed('A2', { policyHash: hash('14.1'), protocolVersion: '14.1', friendlyName: 'Alpha' });
    await seed('A3', { policyHash: policyHash(next, '16.1'), friendlyName: 'Acknowledged it earlier' });
    await seed('A4', { friendlyName: 'Never provisioned' });
    expect(await previewPolicyChange(ctx, { policyId: id, settings: next })).toMatchObject({
      changes: [{ name: 'MinDevicePasswordLength', before: '', after: '8' }],
      provisionAgain: {
        count: 2,
        devices: [
          { name: 'Alpha', mailbox },
          { name: 'Beta', mailbox },
        ],
      },
    });
    const unchanged = await previewPolicyChange(ctx, { policyId: id, settings });
    expect(unchanged).toEqual({ changes: [], provisionAgain: nobody, fallOut: nobody, loseAccess: nobody });
  });

  it('counts every device and names twenty', async () => {
    const { id, settings } = await create('Many');
    await makeDefaultPolicy(ctx, { policyId: id });
    const mailbox = unique('many');
    for (let count = 0; count < 25; count += 1) {
      await seedDevice(db, { mailbox, easDeviceId: `MANY${count}`, policyHash: policyHash(settings, '16.1') });
    }
    const next = { ...settings, DevicePasswordEnabled: true };
    const impact = await previewPolicyChange(ctx, { policyId: id, settings: next });
    expect([impact.provisionAgain.count, impact.provisionAgain.devices.length]).toEqual([25, 20]);
  });

  it('names those that comply now and will not, and those that will be refused with the answer they gave', async () => {
    const { id, settings } = await create('Eased');
    const lenient = { ...policyInput('Eased'), treatPartialAsCompliant: true, policyId: id, version: 1 };
    await updatePolicy(ctx, lenient);
    await makeDefaultPolicy(ctx, { policyId: id });
    const mailbox = unique('eased');
    const seed = (friendlyName: string, more: object) =>
      seedDevice(db, {
        mailbox,
        easDeviceId: friendlyName,
        friendlyName,
        policyHash: policyHash(settings, '16.1'),
        ...more,
      });
    await seed('Full', { policyState: 'APPLIED' });
    await seed('Partly', { policyState: 'PARTIAL' });
    await seed('Elsewhere', { policyState: 'EXTERNAL' });
    await seed('Never', { policyState: 'NONE', policyHash: null });
    await seed('Telling', { policyState: 'TOLD' });
    const namesAfter = async (change: Partial<PolicyImpactInput>) => {
      const impact = await previewPolicyChange(ctx, { policyId: id, settings, ...change });
      const namesOf = ({ devices }: AffectedDevices) => devices.map(({ name }) => name);
      return [namesOf(impact.provisionAgain), namesOf(impact.fallOut), namesOf(impact.loseAccess)];
    };
    expect(await namesAfter({})).toEqual([[], [], []]);
    expect(await namesAfter({ treatPartialAsCompliant: false })).toEqual([[], ['Partly'], []]);
    const strict = { allowNonProvisionable: false };
    expect(await namesAfter(strict)).toEqual([[], [], ['Elsewhere', 'Never']]);
    expect(await namesAfter({ ...strict, treatExternalAsCompliant: true })).toEqual([[], [], ['Never']]);
    const camera = { settings: { ...settings, AllowCamera: false } };
    const told = ['Elsewhere', 'Full', 'Partly', 'Telling'];
    expect(await namesAfter(camera)).toEqual([told, ['Full', 'Partly'], []]);
  });

  it('names those that will be refused since their version cannot carry what is demanded', async () => {
    const { id, settings } = await create('Too much');
    await makeDefaultPolicy(ctx, { policyId: id });
    const mailbox = unique('old');
    for (const protocolVersion of ['2.5', '12.1']) {
      const more = { policyHash: policyHash(settings, protocolVersion), policyState: 'APPLIED' as const };
      const friendlyName = `Phone ${protocolVersion}`;
      await seedDevice(db, { mailbox, easDeviceId: friendlyName, friendlyName, protocolVersion, ...more });
    }
    const refusedWith = async (change: Partial<PolicyImpactInput>) => {
      const { loseAccess } = await previewPolicyChange(ctx, { policyId: id, settings, ...change });
      return loseAccess.devices.map(({ name }) => name).filter((name) => name.startsWith('Phone'));
    };
    const camera = { settings: { ...settings, AllowCamera: false } };
    expect(await refusedWith(camera)).toEqual([]);
    expect(await refusedWith({ ...camera, allowNonProvisionable: false })).toEqual(['Phone 2.5']);
    expect(await refusedWith({ allowNonProvisionable: false })).toEqual([]);
  });
});

it('lets auditors read policies and helpdesk neither read nor change them', async () => {
  const { id } = await create('Guarded');
  const auditor = { ...ctx, actor: actors.auditor };
  const helpdesk = { ...ctx, actor: actors.helpdesk };
  expect(await getPolicy(auditor, { policyId: id })).toMatchObject({ name: 'Guarded' });
  const input = policyInput('Guarded');
  const refused = [
    getPolicy(helpdesk, { policyId: id }),
    listPolicies(helpdesk),
    previewPolicyChange(helpdesk, { policyId: id, settings: input.settings }),
    createPolicy(auditor, input),
    updatePolicy(auditor, { ...input, policyId: id, version: 1 }),
    deletePolicy(auditor, { policyId: id }),
    makeDefaultPolicy(auditor, { policyId: id }),
    assignPolicy(auditor, { policyId: id, mailboxIds: [], groupIds: [] }),
    ensureDefaultPolicy(auditor),
  ];
  expect(new Set(await outcomes(refused))).toEqual(new Set(['permission_denied']));
});
