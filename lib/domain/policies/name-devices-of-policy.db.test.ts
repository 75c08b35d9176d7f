import { expect, it } from 'vitest';
import { PolicySettings } from '@/lib/domain/policies/contract';
import { countDevicesByPolicy } from '@/lib/domain/policies/count-devices-by-policy';
import { nameDevicesOfPolicy } from '@/lib/domain/policies/name-devices-of-policy';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { administrator: ctx } = testContexts(db);

it('names the same devices first, whether they are few or so many that they are met along the names', async () => {
  const data = { name: 'Everybody', settings: PolicySettings.parse({}), isDefault: true };
  const { id: policyId } = await db.policy.create({ data, select: { id: true } });
  const { id: mailboxId } = await db.mailbox.create({ data: { name: 'anna@example.com' }, select: { id: true } });
  const phone = { mailboxId, deviceType: 'iPhone', protocolVersion: '16.1' };
  const devices = Array.from({ length: 2600 }, (_, at) => {
    const easDeviceId = `device${at}`;
    return { ...phone, easDeviceId, deviceKey: easDeviceId, friendlyName: `Phone ${String(at).padStart(4, '0')}` };
  });
  const told = devices.map((device, at) => ({ ...device, policyHash: at % 100 === 7 ? 'other' : 'this' }));
  const removed = { ...phone, easDeviceId: 'gone', deviceKey: 'gone', friendlyName: 'A', policyHash: 'this' };
  await db.device.createMany({ data: [...told.toReversed(), { ...removed, removedAt: ctx.now() }] });
  const named = async () => {
    const groups = await countDevicesByPolicy(db, ctx.now(), policyId);
    return nameDevicesOfPolicy(
      ctx,
      policyId,
      groups.filter(({ policyHash }) => policyHash === 'this'),
    );
  };
  const many = await named();
  const first = told.filter(({ policyHash }) => policyHash === 'this').map(({ friendlyName }) => friendlyName);
  expect(many.count).toBe(2574);
  expect(many.devices.map(({ name }) => name)).toEqual(first.slice(0, 20));
  await db.device.deleteMany({ where: { friendlyName: { gte: 'Phone 1000' } } });
  const few = await named();
  expect(few).toEqual({ count: 990, devices: many.devices });
  expect(await nameDevicesOfPolicy(ctx, policyId, [])).toEqual({ count: 0, devices: [] });
});
