import { describe, expect, it } from 'vitest';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { registerDevice } from '@/lib/domain/devices/register-device';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';
import { useDatabase } from '@/scripts/testing/database';

const { db } = await useDatabase();
const { phone, clock } = testContexts(db);

describe('registering a device', () => {
  it('makes one device with one history event when its first requests arrive together', async () => {
    const input = {
      mailbox: 'race@example.com',
      easDeviceId: 'RaceABC',
      deviceType: 'iPhone',
      protocolVersion: '16.1',
      userAgent: null,
      address: '198.51.100.1',
    };
    const facts = await Promise.all(Array.from({ length: 6 }, () => registerDevice(phone, input)));
    expect(new Set(facts.map((each) => each.id)).size).toBe(1);
    expect(await db.device.count({ where: { deviceKey: 'raceabc' } })).toBe(1);
    expect(await db.auditEvent.count({ where: { deviceKey: 'raceabc', action: 'device_registered' } })).toBe(1);
  });

  it('takes ids that differ in case only for the same phone', async () => {
    const first = await connectPhone(phone, { mailbox: 'case@example.com', easDeviceId: 'AbC' });
    const second = await connectPhone(phone, { mailbox: 'case@example.com', easDeviceId: 'aBc' });
    expect(second.id).toBe(first.id);
    expect(second.easDeviceId).toBe('AbC');
  });

  it('takes the same phone with two mailboxes for two devices', async () => {
    const one = await connectPhone(phone, { mailbox: 'one@example.com', easDeviceId: 'shared' });
    const two = await connectPhone(phone, { mailbox: 'two@example.com', easDeviceId: 'shared' });
    expect(two.id).not.toBe(one.id);
  });

  it('gives the facts of a device that has nothing yet', async () => {
    const facts = await connectPhone(phone, { mailbox: 'new@example.com', easDeviceId: 'New1' });
    expect(facts).toMatchObject({
      mailbox: 'new@example.com',
      easDeviceId: 'New1',
      deviceKey: 'new1',
      protocolVersion: '16.1',
      accessOverride: 'automatic',
      blockReason: null,
      removedAt: null,
      policyKey: null,
      policyState: 'none',
      policyDemands: 0,
      pingFolders: null,
      openCommand: null,
      effectivePolicy: { origin: 'none', settings: null },
    });
  });
});

describe('the facts', () => {
  it('are null for a phone that is not known, not an error', async () => {
    expect(await findDeviceFacts(phone, { mailbox: 'nobody@example.com', deviceKey: 'x' })).toBeNull();
  });

  it('name the policy of the mailbox before that of its group and the default one, and an exception before all', async () => {
    const settings = { DevicePasswordEnabled: true };
    const { mailboxId, mailbox, deviceKey } = await connectPhone(phone);
    const effective = async () => (await findDeviceFacts(phone, { mailbox, deviceKey }))?.effectivePolicy;

    await db.policy.create({ data: { name: 'default', settings, isDefault: true, refreshIntervalHours: 24 } });
    expect(await effective()).toMatchObject({ origin: 'default', name: 'default', refreshIntervalHours: 24 });

    const group = await db.group.create({ data: { name: 'group' } });
    await db.mailbox.update({ where: { id: mailboxId }, data: { groupId: group.id, groupChoice: 'BY_HAND' } });
    const ofGroup = await db.policy.create({ data: { name: 'of group', settings, allowNonProvisionable: false } });
    await db.policyAssignment.create({ data: { policyId: ofGroup.id, groupId: group.id } });
    expect(await effective()).toMatchObject({ origin: 'group', name: 'of group', allowNonProvisionable: false });

    const ofMailbox = await db.policy.create({ data: { name: 'of mailbox', settings } });
    await db.policyAssignment.create({ data: { policyId: ofMailbox.id, mailboxId } });
    expect(await effective()).toMatchObject({ origin: 'mailbox', name: 'of mailbox' });
    expect((await effective())?.settings).toMatchObject({
      DevicePasswordEnabled: true,
      AllowSimpleDevicePassword: true,
    });

    const endsAt = new Date(clock.now().getTime() + 60_000);
    const exception = await db.policyException.create({
      data: { mailboxId, reason: 'r', approvedBy: 'a', createdBy: 'c', startsAt: clock.now(), endsAt },
    });
    expect(await effective()).toMatchObject({
      origin: 'exception',
      settings: null,
      exceptionId: exception.id,
      exceptionEndsAt: endsAt,
    });
    clock.advance({ minutes: 1 });
    expect(await effective()).toMatchObject({ origin: 'mailbox' });
  });

  it('fail closed: a policy that cannot be read is a fault, never "no policy"', async () => {
    const { mailboxId, mailbox, deviceKey } = await connectPhone(phone);
    const broken = await db.policy.create({ data: { name: 'broken', settings: { MinDevicePasswordLength: 'four' } } });
    await db.policyAssignment.create({ data: { policyId: broken.id, mailboxId } });
    await expect(findDeviceFacts(phone, { mailbox, deviceKey })).rejects.toThrow(/MinDevicePasswordLength/);
  });
});
