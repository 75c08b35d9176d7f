import { beforeEach, describe, expect, it } from 'vitest';
import { applyAccess } from '@/lib/domain/access/apply-access';
import type { AccessDraft } from '@/lib/domain/access/contract';
import { getAccess } from '@/lib/domain/access/get-access';
import { previewAccess } from '@/lib/domain/access/preview-access';
import { AutoBlockSettings } from '@/lib/domain/auto-block/contract';
import { endAutoBlock } from '@/lib/domain/auto-block/end-auto-block';
import { endDueAutoBlocks } from '@/lib/domain/auto-block/end-due-auto-blocks';
import { forgetRates, shareRate } from '@/lib/domain/auto-block/share-rate';
import { startAutoBlock } from '@/lib/domain/auto-block/start-auto-block';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { decideAccessByHand } from '@/lib/domain/devices/decide-access-by-hand';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { getDevice } from '@/lib/domain/devices/get-device';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { getOverview } from '@/lib/domain/overview/get-overview';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db } = await useDatabase();
const { administrator, auditor, helpdesk, phone, clock } = testContexts(db);
const reason = 'test';
let count = 0;

const aDevice = () => seedDevice(db, { mailbox: `m${(count += 1)}@example.com`, easDeviceId: `ID${count}` });
const excessOf = (deviceId: string) => ({
  deviceId,
  kind: 'sameSyncKey' as const,
  count: 61,
  limit: 60,
  minutes: 5,
});
const block = (deviceId: string) => startAutoBlock(phone, excessOf(deviceId), 60);
const stateOf = async (deviceId: string) => (await getDevice(auditor, { deviceId })).state;
const lastAudit = () => db.auditEvent.findFirstOrThrow({ orderBy: { sequence: 'desc' } });

async function apply(change: (settings: AccessDraft['settings']) => AccessDraft['settings']) {
  const { revision, settings, rules } = await getAccess(administrator);
  await applyAccess(administrator, { revision, rules, settings: change(settings), reason });
}
const switchBlocks = (isEnabled: boolean) =>
  apply((settings) => ({ ...settings, autoBlock: { ...settings.autoBlock, isEnabled } }));

beforeEach(async () => {
  await db.device.deleteMany();
  await switchBlocks(true);
});

describe('an automatic block', () => {
  it('is off, with limits that no sane phone reaches, until somebody switches it on', async () => {
    await db.$executeRaw`UPDATE access_settings SET auto_block = DEFAULT`;
    const { isEnabled, limits } = (await getAccess(auditor)).settings.autoBlock;
    expect(isEnabled).toBe(false);
    expect(Math.min(...Object.values(limits).map((limit) => (limit?.count ?? 0) / (limit?.minutes ?? 1)))).toBe(5);
  });

  it('shows on the page of the device, in the list and the overview, and in the history as of the product itself', async () => {
    const { id } = await aDevice();
    expect(await block(id)).toBe(true);
    const until = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const device = await getDevice(auditor, { deviceId: id });
    expect(device).toMatchObject({ state: 'auto_blocked', access: 'blocked', blockReason: null });
    expect(device.autoBlock).toMatchObject({ kind: 'sameSyncKey', count: 61, until });
    expect(device.accessTrace.at(-1)).toMatchObject({ rule: 'auto_block', outcome: 'blocked' });
    const { devices } = await listDevices(auditor, DeviceListQuery.parse({ state: ['auto_blocked'] }));
    expect(devices.map((each) => each.id)).toEqual([id]);
    expect(await getOverview(auditor)).toMatchObject({ autoBlockedCount: 1, blockedCount: 1 });
    expect(await lastAudit()).toMatchObject({
      action: 'device_auto_blocked',
      actorKind: 'SYSTEM',
      targetId: id,
      after: { kind: 'sameSyncKey', count: 61, limit: 60, minutes: 5, until },
    });
  });

  it('begins once, however many front ends notice it, and not for a device that is gone', async () => {
    const { id } = await aDevice();
    const before = await db.auditEvent.count();
    const outcomes = await Promise.all([block(id), block(id), block(id)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await db.auditEvent.count()).toBe(before + 1);
    await db.device.delete({ where: { id } });
    expect(await block(id)).toBe(false);
  });

  it('ends by itself when its time is over, once, and counts anew from then on', async () => {
    const device = await aDevice();
    await block(device.id);
    const { autoBlockedUntil } = await db.device.findUniqueOrThrow({ where: { id: device.id } });
    expect(await endDueAutoBlocks(phone)).toEqual({ ended: 0, nextAt: autoBlockedUntil });
    clock.advance({ hours: 1 });
    // To the second, for the engine, whoever looks at lists when.
    const { name } = await db.mailbox.findUniqueOrThrow({ where: { id: device.mailboxId } });
    const facts = await findDeviceFacts(phone, { mailbox: name, deviceKey: device.deviceKey });
    expect(facts?.autoBlock).toBeNull();
    expect(facts?.rateCountedFrom).toEqual(clock.now());
    const counts = await Promise.all([endDueAutoBlocks(phone), endDueAutoBlocks(phone)]);
    expect(counts.map(({ ended }) => ended).toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await endDueAutoBlocks(phone)).toEqual({ ended: 0, nextAt: null });
    expect(await stateOf(device.id)).not.toBe('auto_blocked');
    expect(await lastAudit()).toMatchObject({
      action: 'device_auto_block_ended',
      actorKind: 'SYSTEM',
      before: { kind: 'sameSyncKey' },
      after: { because: 'term' },
    });
  });

  it('is ended by an administrator with a reason, and by nobody else', async () => {
    const { id: deviceId } = await aDevice();
    await expect(endAutoBlock(administrator, { deviceId, reason })).rejects.toMatchObject({
      code: 'device_not_auto_blocked',
    });
    await block(deviceId);
    for (const ctx of [auditor, helpdesk, phone]) {
      await expect(endAutoBlock(ctx, { deviceId, reason })).rejects.toMatchObject({ code: 'permission_denied' });
    }
    await endAutoBlock(administrator, { deviceId, reason: 'the app was updated' });
    expect(await getDevice(auditor, { deviceId })).toMatchObject({ access: 'allowed', autoBlock: null });
    expect(await lastAudit()).toMatchObject({
      actorName: 'Ada Admin',
      reason: 'the app was updated',
      after: { because: 'by_hand' },
    });
    await db.device.delete({ where: { id: deviceId } });
    await expect(endAutoBlock(administrator, { deviceId, reason })).rejects.toMatchObject({ code: 'device_not_found' });
  });

  it('ends too when a person allows the device, and is not seen behind a block by hand', async () => {
    const { id: deviceId } = await aDevice();
    await block(deviceId);
    await decideAccessByHand(administrator, { deviceId, decision: 'block', reason });
    expect(await getDevice(auditor, { deviceId })).toMatchObject({ state: 'blocked', autoBlock: null });
    await decideAccessByHand(administrator, { deviceId, decision: 'allow', reason });
    expect(await getDevice(auditor, { deviceId })).toMatchObject({ access: 'allowed', autoBlock: null });
  });

  it('holds for nobody once automatic blocks are switched off, which the dry run says before', async () => {
    const { id } = await aDevice();
    await block(id);
    const { settings, rules } = await getAccess(auditor);
    const off = { ...settings, autoBlock: { ...settings.autoBlock, isEnabled: false } };
    expect((await previewAccess(auditor, { settings: off, rules })).free).toMatchObject({
      count: 1,
      devices: [{ id }],
    });
    await switchBlocks(false);
    expect((await getDevice(auditor, { deviceId: id })).access).toBe('allowed');
    expect(await endDueAutoBlocks(phone)).toMatchObject({ ended: 1 });
    expect(await lastAudit()).toMatchObject({ after: { because: 'settings' } });
    await switchBlocks(true);
    expect(await stateOf(id)).not.toBe('auto_blocked');
  });
});

describe('what front ends share', () => {
  it('adds up, also when they share at the same moment, and counts from a moment on', async () => {
    const { id: deviceId } = await aDevice();
    const at = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000);
    const share = (minutes: number, from: number) => {
      const slots = [{ at: at(minutes), count: 3 }];
      return shareRate(db, { deviceId, kind: 'anyCommand', subject: '', slots, from: at(from) });
    };
    await Promise.all(Array.from({ length: 8 }, () => share(0, 0)));
    expect(await share(1, 0)).toBe(27);
    expect(await share(1, 1)).toBe(6);
    const other = { deviceId, kind: 'sendMail', subject: '', slots: [], from: at(0) } as const;
    expect(await shareRate(db, other)).toBe(0);
    await forgetRates(db, at(1));
    expect(await share(1, 0)).toBe(9);
    await db.device.delete({ where: { id: deviceId } });
    expect(await share(1, 0)).toBe(0);
  });
});

describe('the limits', () => {
  it.each([
    ['fewer than five', { count: 4, minutes: 10 }],
    ['more than an hour', { count: 50, minutes: 61 }],
    ['no number', { count: Number.NaN, minutes: 10 }],
  ])('are not accepted for %s', async (_what, limit) => {
    const { autoBlock } = (await getAccess(auditor)).settings;
    const limits = { ...autoBlock.limits, provision: limit };
    expect(AutoBlockSettings.safeParse({ ...autoBlock, limits }).success).toBe(false);
  });
});
