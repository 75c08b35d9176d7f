import { beforeEach, describe, expect, it } from 'vitest';
import type { Prisma } from '@/lib/db/generated/client';
import { applyAccess } from '@/lib/domain/access/apply-access';
import { getAccess } from '@/lib/domain/access/get-access';
import { listQuarantine } from '@/lib/domain/access/list-quarantine';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { carryOver } from '@/lib/domain/continuity/carry-over';
import { listFormerDevices } from '@/lib/domain/continuity/list-former-devices';
import { decideAccessByHand } from '@/lib/domain/devices/decide-access-by-hand';
import { getDevice } from '@/lib/domain/devices/get-device';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db } = await useDatabase();
const { administrator, auditor, helpdesk, phone, clock } = testContexts(db);
const imei = '356938035643809';
const reason = 'same phone, set up anew';
let count = 0;

/** A phone that was in contact for an hour, so many days ago. */
async function aPhone(mailbox: string, daysAgo: number, data: Prisma.DeviceUpdateInput = {}) {
  count += 1;
  const { id } = await seedDevice(db, { mailbox, easDeviceId: `ID${count}` });
  const at = clock.now().getTime() - daysAgo * 86_400_000;
  const times = { firstContactAt: new Date(at), lastContactAt: new Date(at + 3_600_000) };
  return db.device.update({ where: { id }, data: { imei, model: 'iPhone15C4', ...times, ...data } });
}

const formersOf = async (deviceId: string) => (await listFormerDevices(auditor, { deviceId })).formers;
const carry = (deviceId: string, formerDeviceId: string, removesFormer = false) =>
  carryOver(administrator, { deviceId, formerDeviceId, removesFormer, reason });
const lastAudit = () => db.auditEvent.findFirstOrThrow({ orderBy: { sequence: 'desc' } });

beforeEach(async () => {
  await db.device.deleteMany();
});

describe('former partnerships', () => {
  it('are those of the same mailbox, the surest first, each with what can be carried over', async () => {
    const named = await aPhone('a@example.com', 9, { imei: null, friendlyName: 'Anna', os: 'iOS 17.1' });
    const blocked = await aPhone('a@example.com', 20);
    await decideAccessByHand(administrator, { deviceId: blocked.id, decision: 'block', reason: 'stolen' });
    await aPhone('b@example.com', 20);
    const current = await aPhone('a@example.com', 1, { friendlyName: 'Anna', os: 'iOS 18.0' });
    expect(await formersOf(current.id)).toMatchObject([
      { id: blocked.id, certainty: 'certain', carries: { decision: 'block', because: 'by_hand' }, canBeRemoved: false },
      { id: named.id, certainty: 'likely', carries: null, canBeRemoved: true },
    ]);
    expect(await formersOf(blocked.id)).toEqual([]);
    await expect(listFormerDevices(phone, { deviceId: current.id })).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });

  it('stand beside a device that waits in quarantine', async () => {
    const former = await aPhone('a@example.com', 20, { accessOverride: 'ALLOW' });
    const current = await aPhone('a@example.com', 1, { accessRuling: 'QUARANTINED' });
    const { devices } = await listQuarantine(auditor, { limit: 50 });
    expect(devices).toMatchObject([{ id: current.id, former: { id: former.id, carries: { decision: 'allow' } } }]);
  });

  it('say that an order waits for them', async () => {
    const former = await aPhone('a@example.com', 20);
    await queueCommand(helpdesk, { deviceId: former.id, kind: 'wipe', reason: 'lost' });
    const current = await aPhone('a@example.com', 1);
    expect(await formersOf(current.id)).toMatchObject([{ openCommand: 'wipe', canBeRemoved: false }]);
    await expect(carry(current.id, former.id, true)).rejects.toMatchObject({ code: 'former_device_kept' });
  });
});

describe('carrying over', () => {
  it.each([
    ['by hand', { accessOverride: 'BLOCK', blockReason: 'BY_HAND' }, 'by_hand'],
    ['after a wipe', { blockReason: 'WIPED' }, 'wiped'],
    ['after a delete', { blockReason: 'DELETED', removedAt: new Date('2026-02-10T08:00:00Z') }, 'deleted'],
  ] as const)(
    'a block %s blocks the new one by hand, with one entry that says from where',
    async (_how, data, because) => {
      const former = await aPhone('a@example.com', 20, data);
      const current = await aPhone('a@example.com', 1);
      await carry(current.id, former.id);
      expect(await getDevice(auditor, { deviceId: current.id })).toMatchObject({
        state: 'blocked',
        blockReason: 'by_hand',
        accessDecidedBy: 'Ada Admin',
      });
      expect(await lastAudit()).toMatchObject({
        action: 'device_decision_carried_over',
        targetId: current.id,
        reason,
        after: { access: 'block', from: { id: former.id, because, certainty: 'certain' } },
      });
      expect(await formersOf(current.id)).toMatchObject([{ id: former.id, carries: null }]);
      await expect(carry(current.id, former.id)).rejects.toMatchObject({ code: 'nothing_to_carry_over' });
      await expect(carry(current.id, former.id, true)).rejects.toMatchObject({ code: 'former_device_kept' });
    },
  );

  it('an allowance lets the new one in, and removes the former one if wanted, all with its entries', async () => {
    const { revision, rules, settings } = await getAccess(administrator);
    const limited = { ...settings, maxDevices: 1 };
    await applyAccess(administrator, { revision, rules, settings: limited, reason });
    const former = await aPhone('a@example.com', 20, { accessOverride: 'ALLOW' });
    const current = await aPhone('a@example.com', 1, { accessRuling: 'QUARANTINED' });
    const before = await db.auditEvent.count();
    await carry(current.id, former.id, true);
    expect(await getDevice(auditor, { deviceId: current.id })).toMatchObject({ state: 'active', access: 'allowed' });
    expect(await db.device.count({ where: { id: former.id } })).toBe(0);
    expect(await lastAudit()).toMatchObject({ action: 'device_removed', targetId: former.id, reason });
    expect(await db.auditEvent.count()).toBe(before + 2);
  });

  it('never overrules what was decided about the new one', async () => {
    const former = await aPhone('a@example.com', 20, { accessOverride: 'ALLOW' });
    const current = await aPhone('a@example.com', 1, { accessOverride: 'BLOCK', blockReason: 'BY_HAND' });
    expect(await formersOf(current.id)).toMatchObject([{ carries: null }]);
    await expect(carry(current.id, former.id)).rejects.toMatchObject({ code: 'nothing_to_carry_over' });
  });

  it('is refused between devices that do not look like one phone, and to whoever may not decide', async () => {
    const other = await aPhone('a@example.com', 20, { imei: '490154203237518', accessOverride: 'ALLOW' });
    const stranger = await aPhone('b@example.com', 20, { accessOverride: 'ALLOW' });
    const current = await aPhone('a@example.com', 1);
    for (const { id } of [other, stranger, current]) {
      await expect(carry(current.id, id)).rejects.toMatchObject({
        code: expect.stringMatching(/device_not_found|not_former_device/) as unknown,
      });
    }
    for (const ctx of [auditor, helpdesk, phone]) {
      const input = { deviceId: current.id, formerDeviceId: other.id, removesFormer: false, reason };
      await expect(carryOver(ctx, input)).rejects.toMatchObject({ code: 'permission_denied' });
    }
  });

  it('happens once when two people click at once', async () => {
    const former = await aPhone('a@example.com', 20, { accessOverride: 'BLOCK', blockReason: 'BY_HAND' });
    const current = await aPhone('a@example.com', 1);
    const before = await db.auditEvent.count();
    const outcomes = await Promise.allSettled([carry(current.id, former.id), carry(current.id, former.id)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await db.auditEvent.count()).toBe(before + 1);
  });
});
