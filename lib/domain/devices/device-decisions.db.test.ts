import { describe, expect, it } from 'vitest';
import { markDelivered, recordAnswer } from '@/lib/domain/commands/command-lifecycle';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { decideAccessByHand } from '@/lib/domain/devices/decide-access-by-hand';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { findOpenCommandByClaim } from '@/lib/domain/devices/find-former-device';
import { removeDevice } from '@/lib/domain/devices/remove-device';
import { CONSOLE_CHANNEL, ENGINE_CHANNEL } from '@/lib/domain/signals';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { HISTORY_IS_BROKEN, withBrokenHistory } from '@/scripts/testing/domain/broken-history';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db, url, ownerUrl } = await useDatabase();
const { administrator, helpdesk, auditor, phone } = testContexts(db);
const reason = 'because';
const contact = { address: '198.51.100.9', protocolVersion: '16.1' };
const success = { ...contact, outcome: 'acknowledged', status: '1', proof: 'password' } as const;
const unknown = '018f0000-0000-7000-8000-0000000000ff';

async function wipedPhone() {
  const device = await connectPhone(phone);
  const command = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
  await markDelivered(phone, command.id, contact);
  await recordAnswer(phone, command.id, success);
  return device;
}

describe('deciding access by hand', () => {
  it('blocks a device and allows it again, each with its reason on record', async () => {
    const device = await connectPhone(phone);
    await decideAccessByHand(administrator, { deviceId: device.id, decision: 'block', reason: 'stolen' });
    expect(await findDeviceFacts(phone, device)).toMatchObject({ accessOverride: 'block', blockReason: 'by_hand' });
    await decideAccessByHand(administrator, { deviceId: device.id, decision: 'allow', reason: 'found' });
    expect(await findDeviceFacts(phone, device)).toMatchObject({ accessOverride: 'allow', blockReason: null });

    const events = await db.auditEvent.findMany({ where: { targetId: device.id }, orderBy: { sequence: 'asc' } });
    expect(events.slice(1)).toEqual([
      expect.objectContaining({
        action: 'device_blocked',
        reason: 'stolen',
        before: { access: 'automatic', blockReason: null, removedAt: null },
        after: { access: 'block', blockReason: 'by_hand', removedAt: null },
      }),
      expect.objectContaining({ action: 'device_allowed', reason: 'found' }),
    ]);
  });

  it('is what a wiped device waits for, whatever was decided before the wipe', async () => {
    const device = await wipedPhone();
    expect((await findDeviceFacts(phone, device))?.blockReason).toBe('wiped');
    await decideAccessByHand(administrator, { deviceId: device.id, decision: 'block', reason });
    expect(await findDeviceFacts(phone, device)).toMatchObject({ accessOverride: 'block', blockReason: 'wiped' });
    await decideAccessByHand(administrator, { deviceId: device.id, decision: 'allow', reason });
    expect(await findDeviceFacts(phone, device)).toMatchObject({
      accessOverride: 'allow',
      blockReason: null,
      openCommand: null,
    });
  });

  it('does not survive a wipe that is acknowledged at the same moment', async () => {
    for (let round = 0; round < 15; round += 1) {
      const device = await connectPhone(phone);
      await decideAccessByHand(administrator, { deviceId: device.id, decision: 'block', reason });
      const command = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
      await markDelivered(phone, command.id, contact);
      await Promise.all([
        recordAnswer(phone, command.id, success),
        decideAccessByHand(administrator, { deviceId: device.id, decision: 'allow', reason }),
      ]);
      const facts = await findDeviceFacts(phone, device);
      const actions = await db.auditEvent.findMany({
        where: { mailbox: device.mailbox, action: { in: ['device_allowed', 'command_acknowledged'] } },
        orderBy: { sequence: 'desc' },
      });
      // Whoever came last holds, and the history names them in that order.
      expect(facts?.blockReason).toBe(actions[0]?.action === 'device_allowed' ? null : 'wiped');
    }
  });

  it('refuses to allow what nothing refuses, and what is not there', async () => {
    const device = await connectPhone(phone);
    const allow = (deviceId: string) => decideAccessByHand(administrator, { deviceId, decision: 'allow', reason });
    await expect(allow(device.id)).rejects.toMatchObject({ code: 'device_not_blocked' });
    await expect(allow(unknown)).rejects.toMatchObject({ code: 'device_not_found' });
  });

  it('is for administrators, and leaves nothing behind without its history', async () => {
    const device = await connectPhone(phone);
    const input = { deviceId: device.id, decision: 'block', reason } as const;
    for (const ctx of [helpdesk, auditor, phone]) {
      await expect(decideAccessByHand(ctx, input)).rejects.toMatchObject({ code: 'permission_denied' });
    }
    await withBrokenHistory(ownerUrl, async () => {
      await expect(decideAccessByHand(administrator, input)).rejects.toThrow(HISTORY_IS_BROKEN);
    });
    expect((await findDeviceFacts(phone, device))?.accessOverride).toBe('automatic');
  });

  it('wakes the engine and tells open pages', async () => {
    const { id, mailbox, deviceKey } = await connectPhone(phone);
    const block = () => decideAccessByHand(administrator, { deviceId: id, decision: 'block', reason });
    expect(await collectSignals(url, ENGINE_CHANNEL, block)).toEqual([
      { kind: 'device', mailbox, deviceKey, why: 'access' },
    ]);
    expect(await collectSignals(url, CONSOLE_CHANNEL, block)).toEqual([{ topic: 'history' }, { topic: 'devices', id }]);
  });
});

describe('removing a device', () => {
  it('forgets the row and what belongs to it, keeps the history and an open command', async () => {
    const device = await connectPhone(phone, { mailbox: 'leaver@example.com', easDeviceId: 'Leaver' });
    await db.collectionState.create({ data: { deviceId: device.id, collectionId: '1', syncKey: 1, state: {} } });
    const command = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
    await removeDevice(administrator, { deviceId: device.id, reason: 'has left' });

    expect(await findDeviceFacts(phone, device)).toBeNull();
    expect(await db.collectionState.count({ where: { deviceId: device.id } })).toBe(0);
    const events = await db.auditEvent.findMany({ where: { deviceKey: 'leaver' }, orderBy: { sequence: 'asc' } });
    expect(events.map((event) => event.action)).toEqual(['device_registered', 'command_queued', 'device_removed']);
    expect(events.at(-1)).toMatchObject({ reason: 'has left', before: { easDeviceId: 'Leaver', access: 'automatic' } });

    const back = await connectPhone(phone, { mailbox: 'leaver@example.com', easDeviceId: 'Leaver' });
    expect(back.openCommand).toMatchObject({ id: command.id, state: 'queued' });
  });

  it('tells one of two who remove it at once that it is gone', async () => {
    const device = await connectPhone(phone);
    const input = { deviceId: device.id, reason };
    const results = await Promise.allSettled([removeDevice(administrator, input), removeDevice(administrator, input)]);
    const refusals = results.filter((each) => each.status === 'rejected').map((each) => each.reason);
    expect(refusals).toEqual([expect.objectContaining({ code: 'device_not_found' })]);
  });

  it('is for administrators, and is taken back without its history', async () => {
    const device = await connectPhone(phone);
    const input = { deviceId: device.id, reason };
    await expect(removeDevice(helpdesk, input)).rejects.toMatchObject({ code: 'permission_denied' });
    await withBrokenHistory(ownerUrl, async () => {
      await expect(removeDevice(administrator, input)).rejects.toThrow(HISTORY_IS_BROKEN);
    });
    expect(await findDeviceFacts(phone, device)).not.toBeNull();
  });
});

describe('a request whose sign-in fails', () => {
  const claim = (mailboxClaim: string) => findOpenCommandByClaim(phone, { mailboxClaim, deviceKey: 'claimed' });

  it('finds the open command for the phone under every way to write the mailbox, and under no other', async () => {
    const device = await connectPhone(phone, { mailbox: 'anna@example.com', easDeviceId: 'Claimed' });
    const { id } = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
    for (const name of ['anna@example.com', 'ANNA@Example.COM', 'anna', String.raw`CORP\anna`, ' anna ']) {
      expect(await claim(name)).toEqual([expect.objectContaining({ id, mailbox: 'anna@example.com' })]);
    }
    for (const name of ['anna@example.org', 'ann', 'anna2', '', 'anna@', '@example.com']) {
      expect(await claim(name)).toEqual([]);
    }
    expect(await findOpenCommandByClaim(phone, { mailboxClaim: 'anna', deviceKey: 'another' })).toEqual([]);
  });

  it('finds it although device and mailbox are gone, and not any more once it has ended', async () => {
    const device = await connectPhone(phone, { mailbox: 'bert', easDeviceId: 'Claimed' });
    const { id } = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
    await db.device.delete({ where: { id: device.id } });
    await db.mailbox.delete({ where: { id: device.mailboxId } });
    expect(await claim('bert@example.com')).toEqual([expect.objectContaining({ id, mailbox: 'bert' })]);
    await markDelivered(phone, id, contact);
    await recordAnswer(phone, id, success);
    expect(await claim('bert')).toEqual([]);
  });
});
