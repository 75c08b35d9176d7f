import { describe, expect, it } from 'vitest';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { acknowledgePolicy } from '@/lib/domain/policies/acknowledge-policy';
import { EffectivePolicyView } from '@/lib/domain/policies/contract';
import { getDevicePolicy, getMailboxPolicy } from '@/lib/domain/policies/get-effective-policy';
import { issuePolicy } from '@/lib/domain/policies/issue-policy';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db } = await useDatabase();
const { administrator, helpdesk, phone, clock } = testContexts(db);
const unknown = '018f0000-0000-7000-8000-0000000000ff';
const settings = { DevicePasswordEnabled: true, AllowCamera: false };
const approval = { reason: 'Photographs for work', approvedBy: 'CEO', endsAt: null };

async function phoneWithPolicy(protocolVersion = '16.1') {
  const device = await connectPhone(phone, { protocolVersion });
  const policy = await db.policy.create({ data: { name: `of ${device.mailbox}`, settings } });
  await db.policyAssignment.create({ data: { policyId: policy.id, mailboxId: device.mailboxId } });
  return { device, policy };
}

const valueOf = (view: EffectivePolicyView, name: string) => view.settings.find((each) => each.name === name);

describe('the policy in force for a device', () => {
  it('has each value with its origin; what an exception takes out says what it was', async () => {
    const { device, policy } = await phoneWithPolicy();
    const endsAt = new Date(clock.now().getTime() + 86_400_000).toISOString();
    const exempt = { mailbox: device.mailbox, settings: ['AllowCamera' as const], ...approval, endsAt };
    const { id } = await addException(administrator, exempt);
    const view = EffectivePolicyView.parse(await getDevicePolicy(helpdesk, { deviceId: device.id }));
    expect(view).toMatchObject({
      policyId: policy.id,
      origin: 'mailbox',
      device: { id: device.id },
      exceptionId: null,
    });
    expect(valueOf(view, 'DevicePasswordEnabled')).toMatchObject({ value: true, origin: 'mailbox', exceptionId: null });
    const camera = { value: true, policyValue: false, origin: 'exception', exceptionId: id, exceptionEndsAt: endsAt };
    expect(valueOf(view, 'AllowCamera')).toMatchObject(camera);
    expect(view.xml).toContain('<AllowCamera>1</AllowCamera>');
    expect(view.xml).toContain('<DevicePasswordEnabled>1</DevicePasswordEnabled>');
  });

  it('says under an exception from everything what would be in force without', async () => {
    const { device, policy } = await phoneWithPolicy();
    await addException(administrator, { mailbox: device.mailbox, ...approval });
    const view = await getDevicePolicy(helpdesk, { deviceId: device.id });
    expect(view).toMatchObject({ origin: 'exception', policyName: policy.name });
    expect(valueOf(view, 'AllowCamera')).toMatchObject({ value: true, policyValue: false, origin: 'exception' });
    expect(view.xml).toContain('<DevicePasswordEnabled>0</DevicePasswordEnabled>');
  });

  it('says what its protocol version cannot carry', async () => {
    const { device } = await phoneWithPolicy('12.0');
    const view = await getDevicePolicy(helpdesk, { deviceId: device.id });
    expect(valueOf(view, 'AllowCamera')?.isCarried).toBe(false);
    expect(valueOf(view, 'DevicePasswordEnabled')?.isCarried).toBe(true);
    expect(view.xml).not.toContain('AllowCamera');
  });

  it('tells what was sent and what came back, and whether that is what it would be told now', async () => {
    const { device, policy } = await phoneWithPolicy();
    const facts = async () => {
      const found = await findDeviceFacts(phone, device);
      if (!found) throw new Error('The device is gone');
      return found;
    };
    const { temporaryKey } = await issuePolicy(phone, await facts(), '16.1');
    await acknowledgePolicy(phone, await facts(), { temporaryKey, clientStatus: 2 });
    const exchanges = async () => (await getDevicePolicy(helpdesk, { deviceId: device.id })).exchanges;
    const told = { kind: 'told', policy: policy.name, protocolVersion: '16.1', isCurrent: true, isAccepted: null };
    expect(await exchanges()).toMatchObject([{ kind: 'partly_applied', isAccepted: true, isCurrent: null }, told]);
    await db.policy.update({ where: { id: policy.id }, data: { settings: {} } });
    expect((await exchanges()).at(-1)).toMatchObject({ kind: 'told', isCurrent: false });
  });

  it('is read with devices, and not there for one that is unknown', async () => {
    await expect(getDevicePolicy(helpdesk, { deviceId: unknown })).rejects.toMatchObject({ code: 'device_not_found' });
    await expect(getDevicePolicy(phone, { deviceId: unknown })).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('the policy in force for a mailbox', () => {
  it('is what a device of the newest version is told, with its devices', async () => {
    const { device } = await phoneWithPolicy('12.0');
    const view = EffectivePolicyView.parse(await getMailboxPolicy(helpdesk, { mailboxId: device.mailboxId }));
    expect(view).toMatchObject({ device: null, protocolVersion: '16.1', devices: [{ id: device.id }] });
    expect(valueOf(view, 'AllowCamera')?.isCarried).toBe(true);
    const gone = getMailboxPolicy(helpdesk, { mailboxId: unknown });
    await expect(gone).rejects.toMatchObject({ code: 'mailbox_not_found' });
  });
});
