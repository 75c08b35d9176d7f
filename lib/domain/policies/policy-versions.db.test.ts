import { describe, expect, it } from 'vitest';
import { PolicyInput, PolicyVersionList, type PolicySettings } from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import { listPolicyVersions } from '@/lib/domain/policies/list-policy-versions';
import { updatePolicy } from '@/lib/domain/policies/update-policy';
import { useDatabase } from '@/scripts/testing/database';
import { actors, testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { administrator: ctx, clock } = testContexts(db);
const other = { ...ctx, actor: { ...ctx.actor, name: 'Bea Other' } };

const input = (name: string, settings: Partial<PolicySettings> = {}, rules: object = {}) =>
  PolicyInput.parse({ name, settings, ...rules });

describe('the versions of a policy', () => {
  it('hold each saved state whole, with who saved it and what differed', async () => {
    const first = input('Kept', { DevicePasswordEnabled: true });
    const { id: policyId } = await createPolicy(ctx, first);
    clock.advance({ minutes: 5 });
    const second = input('Kept', { DevicePasswordEnabled: true, UnapprovedInROMApplicationList: ['game.exe'] });
    await updatePolicy(other, { ...second, policyId, version: 1 });
    clock.advance({ minutes: 5 });
    const third = input('Renamed', { AllowCamera: false }, { allowNonProvisionable: false });
    await updatePolicy(ctx, { ...third, policyId, version: 2 });

    const { versions } = PolicyVersionList.parse(await listPolicyVersions(ctx, { policyId }));
    const states = versions.map(({ name, description, settings, ...rest }) => {
      const { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant, refreshIntervalHours } = rest;
      const rules = { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant, refreshIntervalHours };
      return { name, description, settings, ...rules };
    });
    expect(states).toEqual([third, second, first]);
    expect(versions.map(({ version, isCurrent, savedBy }) => [version, isCurrent, savedBy])).toEqual([
      [3, true, ctx.actor.name],
      [2, false, 'Bea Other'],
      [1, false, ctx.actor.name],
    ]);
    expect(versions.map(({ changes }) => changes.map(({ name }) => name))).toEqual([
      ['name', 'allowNonProvisionable', 'DevicePasswordEnabled', 'AllowCamera', 'UnapprovedInROMApplicationList'],
      ['UnapprovedInROMApplicationList'],
      [],
    ]);
    expect(new Set(versions.map(({ savedAt }) => savedAt)).size).toBe(3);
  });

  it('give back, when one is saved again, exactly what it said', async () => {
    const { id: policyId, settings } = await createPolicy(ctx, input('Restored', { MinDevicePasswordLength: 6 }));
    await updatePolicy(ctx, { ...input('Restored', { AllowWiFi: false }), policyId, version: 1 });
    const former = (await listPolicyVersions(ctx, { policyId })).versions.find(({ version }) => version === 1);
    if (!former) throw new Error('The first version is gone');
    const restored = await updatePolicy(ctx, { ...input('Restored', former.settings), policyId, version: 2 });
    expect(restored).toMatchObject({ version: 3, settings });
    expect((await listPolicyVersions(ctx, { policyId })).versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  it('reach back as far as the history does, before which nobody is named', async () => {
    const settings = { DevicePasswordEnabled: true };
    const { id: policyId } = await db.policy.create({ data: { name: 'Older than its history', settings, version: 7 } });
    await updatePolicy(ctx, { ...input('Older than its history'), policyId, version: 7 });
    const { versions } = await listPolicyVersions(ctx, { policyId });
    expect(versions.map(({ version, savedBy }) => [version, savedBy])).toEqual([
      [8, ctx.actor.name],
      [7, null],
    ]);
    expect(versions[1]?.settings.DevicePasswordEnabled).toBe(true);
  });

  it('are fifty at most', async () => {
    const { id: policyId } = await createPolicy(ctx, input('Often saved'));
    for (let version = 1; version <= 51; version += 1) {
      const length = (version % 2) + 4;
      await updatePolicy(ctx, { ...input('Often saved', { MinDevicePasswordLength: length }), policyId, version });
    }
    const { versions } = await listPolicyVersions(ctx, { policyId });
    expect([versions.length, versions[0]?.version, versions.at(-1)?.version]).toEqual([50, 52, 3]);
  });

  it('are read by auditors, and not by the helpdesk', async () => {
    const { id: policyId } = await createPolicy(ctx, input('Guarded'));
    expect((await listPolicyVersions({ ...ctx, actor: actors.auditor }, { policyId })).versions).toHaveLength(1);
    const helpdesk = { ...ctx, actor: actors.helpdesk };
    await expect(listPolicyVersions(helpdesk, { policyId })).rejects.toMatchObject({ code: 'permission_denied' });
    const nowhere = { policyId: '01890000-0000-7000-8000-000000000000' };
    await expect(listPolicyVersions(ctx, nowhere)).rejects.toMatchObject({ code: 'policy_not_found' });
  });
});
