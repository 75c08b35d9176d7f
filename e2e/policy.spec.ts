import { randomUUID } from 'node:crypto';
import { expect, test } from './fixtures/test';
import { DevicePage } from './pages/device-page';
import { PolicyPage } from './pages/policy-page';
import { DeviceView } from '@/lib/domain/devices/contract';
import { PolicyView } from '@/lib/domain/policies/contract';

test('a policy changed in the editor reaches the phone at once, and the device page shows what it acknowledged', async ({
  administratorPage,
  phones,
}) => {
  const phone = await phones.connect();
  const policy = new PolicyPage(administratorPage);
  const name = `Field staff ${phone.easDeviceId}`;
  await policy.openList();
  await policy.create(name);

  await policy.checkbox('Enforce password on device').check();
  await policy.field('Minimum password length').fill('6');
  const first = await policy.review(name);
  await expect(first).toContainText('No device has to provision again.');
  await first.getByRole('button', { name: 'Save policy' }).click();
  await expect(first).toBeHidden();

  const beforeAssigning = phone.mark;
  await policy.assign(name, phone.mailbox);
  const assigned = await phone.hears('provisioned', beforeAssigning);
  expect(assigned.payload[0].settings).toMatchObject({ DevicePasswordEnabled: true, MinDevicePasswordLength: 6 });
  await phone.reaches('pinging');

  // The effect is shown before anything is saved: one device, by name.
  await policy.field('Minimum password length').fill('8');
  const dialog = await policy.review(name);
  await expect(dialog.getByRole('row', { name: /Minimum password length/ })).toContainText('6 characters');
  await expect(dialog.getByRole('row', { name: /Minimum password length/ })).toContainText('8 characters');
  await expect(dialog).toContainText('1 device has to provision again');
  await expect(dialog.getByRole('link', { name: phone.name })).toBeVisible();
  expect(phone.phone.activity).toBe('pinging');

  const beforeSaving = phone.mark;
  await dialog.getByRole('button', { name: 'Save policy' }).click();
  const changed = await phone.hears('provisioned', beforeSaving);
  expect(changed.payload[0].settings).toMatchObject({ DevicePasswordEnabled: true, MinDevicePasswordLength: 8 });
  expect(phone.heard('ping-ended', beforeSaving)).not.toEqual([]);

  const device = new DevicePage(administratorPage);
  await device.open(phone.deviceId);
  await expect(device.policy()).toContainText(name);
  await expect(device.policy()).toContainText('Assigned to the mailbox');
  await expect(device.policy()).toContainText('Applied');
  await device.showDocument();
  await expect(device.policy().getByRole('row', { name: /MinDevicePasswordLength/ })).toContainText('8');
  await expect(device.history().filter({ hasText: 'The device acknowledged its policy.' }).first()).toBeVisible();
});

test('changes that are dropped in the editor reach nobody', async ({ administratorPage }) => {
  const policy = new PolicyPage(administratorPage);
  const name = `Dropped ${randomUUID()}`;
  await policy.openList();
  await policy.create(name);
  await expect(policy.field('Minimum password length')).toBeDisabled();
  await policy.checkbox('Enforce password on device').check();
  await policy.field('Minimum password length').fill('99');
  await expect(policy.saveBar()).toContainText('Some entries cannot be saved yet.');
  await policy.field('Minimum password length').fill('5');
  await expect(policy.saveBar()).toContainText('2 unsaved changes');
  await policy.saveBar().getByRole('button', { name: 'Discard' }).click();
  await expect(policy.saveBar()).toBeHidden();
  await expect(policy.checkbox('Enforce password on device')).not.toBeChecked();
});

test('a phone that refuses its policy is shown as such, and gets no mail under a policy that insists', async ({
  administratorPage,
  api,
  phones,
}) => {
  const phone = await phones.connect({ habits: { policyAnswer: 3 } });
  const { mailboxId } = await api.administrator.get(`/devices/${phone.deviceId}`, DeviceView);
  const strict = await api.administrator.post('/policies', PolicyView, {
    name: `Strict ${phone.easDeviceId}`,
    settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 10 },
    allowNonProvisionable: false,
  });
  const mark = phone.mark;
  const assignment = { mailboxIds: [mailboxId], groupIds: [] };
  await api.administrator.put(`/policies/${strict.id}/assignments`, PolicyView, assignment);
  await phone.reaches('blocked');
  expect(phone.heard('mail', mark)).toEqual([]);

  const device = new DevicePage(administratorPage);
  await device.open(phone.deviceId);
  await expect(device.summary()).toContainText('The device has refused the policy.');
  await expect(device.history().filter({ hasText: 'The device refused the policy.' }).first()).toBeVisible();
});
