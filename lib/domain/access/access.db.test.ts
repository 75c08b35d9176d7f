import { beforeEach, describe, expect, it } from 'vitest';
import { applyAccess } from '@/lib/domain/access/apply-access';
import type { AccessDraft } from '@/lib/domain/access/contract';
import { decideQuarantined } from '@/lib/domain/access/decide-quarantined';
import { getAccess } from '@/lib/domain/access/get-access';
import { listQuarantine } from '@/lib/domain/access/list-quarantine';
import { previewAccess } from '@/lib/domain/access/preview-access';
import { switchGroup, switchMailbox } from '@/lib/domain/access/switch-eas';
import { getDevice } from '@/lib/domain/devices/get-device';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { deleteGroup } from '@/lib/domain/mailboxes/delete-group';
import { updateMailbox } from '@/lib/domain/mailboxes/update-mailbox';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { openAccess as settings } from '@/scripts/testing/open-access';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db } = await useDatabase();
const { administrator, auditor, helpdesk, phone } = testContexts(db);
const oldAndroid: AccessDraft['rules'][number] = {
  name: 'Old Android',
  level: 'quarantined',
  isEnabled: true,
  conditions: { os: ['Android*'], osVersion: { below: '13' } },
};
const reason = 'test';

async function apply(draft: Partial<AccessDraft>) {
  const { revision } = await getAccess(administrator);
  return applyAccess(administrator, { settings, rules: [], ...draft, revision, reason });
}

async function aDevice(mailbox: string, os: string) {
  const device = await seedDevice(db, { mailbox, easDeviceId: `${mailbox}-${os}`, deviceType: 'Phone' });
  return db.device.update({ where: { id: device.id }, data: { os } });
}

const rulingOf = async (id: string) => (await db.device.findUniqueOrThrow({ where: { id } })).accessRuling;

beforeEach(async () => {
  await db.device.deleteMany();
  await apply({});
});

describe('a draft', () => {
  it('is tried against every device, and changes nothing until it is applied, with one entry in the history', async () => {
    const old = await aDevice('a@example.com', 'Android 12');
    const current = await aDevice('b@example.com', 'Android 14');
    const draft = { settings, rules: [oldAndroid] };
    const impact = await previewAccess(auditor, draft);
    expect(impact).toMatchObject({ deviceCount: 2, block: { count: 0 }, quarantine: { count: 1 }, free: { count: 0 } });
    expect(impact.quarantine.devices).toMatchObject([{ id: old.id, from: 'allowed', ruleName: 'Old Android' }]);
    expect(await rulingOf(old.id)).toBe('ALLOWED');

    const before = await db.auditEvent.count();
    const applied = await apply(draft);
    expect(applied.rules).toMatchObject([{ name: 'Old Android', createdBy: 'Ada Admin' }]);
    expect(await rulingOf(old.id)).toBe('QUARANTINED');
    expect(await rulingOf(current.id)).toBe('ALLOWED');
    expect(await db.auditEvent.count()).toBe(before + 1);
    expect(await previewAccess(auditor, { settings, rules: [] })).toMatchObject({ free: { count: 1 } });

    // The same again is no change.
    const again = await applyAccess(administrator, {
      settings,
      rules: applied.rules.map(({ id, name, level, conditions, isEnabled }) => {
        return { id, name, level, conditions, isEnabled };
      }),
      revision: applied.revision,
      reason,
    });
    expect(again.revision).toBe(applied.revision);
    expect(await db.auditEvent.count()).toBe(before + 1);
  });

  it('names at most fifty devices, the first by mailbox, and counts all', async () => {
    for (let index = 0; index < 55; index += 1)
      await aDevice(`m${String(index).padStart(2, '0')}@example.com`, 'Android 9');
    const { quarantine } = await previewAccess(administrator, { settings, rules: [oldAndroid] });
    expect(quarantine.count).toBe(55);
    expect(quarantine.devices.map(({ mailbox }) => mailbox)).toEqual(
      Array.from({ length: 50 }, (_each, index) => `m${String(index).padStart(2, '0')}@example.com`),
    );
  });

  it('that was made from other rules is refused, and so is a rule that is not there', async () => {
    const { revision } = await getAccess(administrator);
    await apply({ rules: [oldAndroid] });
    const draft = { settings, rules: [], reason };
    await expect(applyAccess(administrator, { ...draft, revision })).rejects.toMatchObject({
      code: 'access_changed_meanwhile',
    });
    const now = await getAccess(administrator);
    const unknown = { ...oldAndroid, id: '018f0000-0000-7000-8000-000000000099' };
    await expect(
      applyAccess(administrator, { ...draft, rules: [unknown], revision: now.revision }),
    ).rejects.toMatchObject({ code: 'access_rule_not_found' });
    expect((await getAccess(administrator)).rules).toHaveLength(1);
  });

  it('is applied by administrators, read by auditors, and by nobody else', async () => {
    const { revision } = await getAccess(auditor);
    for (const ctx of [auditor, helpdesk, phone]) {
      await expect(applyAccess(ctx, { settings, rules: [], revision, reason })).rejects.toMatchObject({
        code: 'permission_denied',
      });
    }
    await expect(getAccess(helpdesk)).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(previewAccess(phone, { settings, rules: [] })).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('the quarantine', () => {
  it('says why each waits; a decision by hand ends it, and is told step by step on the page of the device', async () => {
    const device = await aDevice('a@example.com', 'Android 9');
    await apply({ rules: [oldAndroid] });
    const page = await listQuarantine(auditor, { limit: 50 });
    expect(page).toMatchObject({ total: 1, devices: [{ id: device.id, step: { rule: 'access_rule', position: 1 } }] });
    await expect(
      decideQuarantined(auditor, { deviceIds: [device.id], decision: 'allow', reason }),
    ).rejects.toMatchObject({ code: 'permission_denied' });
    await decideQuarantined(administrator, { deviceIds: [device.id], decision: 'allow', reason });
    expect((await listQuarantine(auditor, { limit: 50 })).devices).toEqual([]);
    expect((await getDevice(auditor, { deviceId: device.id })).accessTrace.at(-1)).toEqual({
      rule: 'override_allow',
      outcome: 'allowed',
    });
  });

  it('holds devices beyond the limit, and lets the next one in when a place is free', async () => {
    const first = await aDevice('a@example.com', '1');
    const second = await aDevice('a@example.com', '2');
    await apply({ settings: { ...settings, maxDevices: 1 } });
    const [early, late] = [first, second].toSorted((a, b) =>
      a.firstContactAt < b.firstContactAt || (a.firstContactAt <= b.firstContactAt && a.id < b.id) ? -1 : 1,
    );
    expect(await rulingOf(early?.id ?? '')).toBe('ALLOWED');
    expect(await rulingOf(late?.id ?? '')).toBe('QUARANTINED');
    await decideQuarantined(administrator, { deviceIds: [late?.id ?? ''], decision: 'allow', reason });
    expect(await rulingOf(late?.id ?? '')).toBe('ALLOWED');
  });
});

describe('the switch', () => {
  it('of a group shuts out its mailboxes, but for those with a word of their own, and deleting it lets nobody in', async () => {
    const device = await aDevice('a@example.com', '1');
    const own = await aDevice('b@example.com', '1');
    const group = await createGroup(administrator, { name: 'Interns' });
    for (const { mailboxId } of [device, own]) await updateMailbox(administrator, { mailboxId, groupId: group.id });
    await switchMailbox(administrator, { mailboxId: own.mailboxId, isEasEnabled: true, reason });
    await switchGroup(administrator, { groupId: group.id, isEasEnabled: false, reason });
    expect([await rulingOf(device.id), await rulingOf(own.id)]).toEqual(['BLOCKED', 'ALLOWED']);
    expect((await getDevice(auditor, { deviceId: device.id })).access).toBe('blocked');
    await deleteGroup(administrator, { groupId: group.id });
    await apply({ rules: [oldAndroid] });
    expect(await rulingOf(device.id)).toBe('BLOCKED');
    await switchMailbox(administrator, { mailboxId: device.mailboxId, isEasEnabled: null, reason });
    expect(await rulingOf(device.id)).toBe('ALLOWED');
  });
});
