import { randomUUID } from 'node:crypto';
import { expectAccessible } from './fixtures/accessibility';
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

test('a setting is found, changed with its effect in sight, and brought back as a former version', async ({
  administratorPage: page,
  api,
  phones,
}) => {
  const phone = await phones.connect();
  const { mailboxId } = await api.administrator.get(`/devices/${phone.deviceId}`, DeviceView);
  const name = `Camera ${phone.easDeviceId}`;
  const settings = { DevicePasswordEnabled: true };
  const { id } = await api.administrator.post('/policies', PolicyView, { name, settings });
  const mark = phone.mark;
  const assignment = { mailboxIds: [mailboxId], groupIds: [] };
  await api.administrator.put(`/policies/${id}/assignments`, PolicyView, assignment);
  await phone.hears('provisioned', mark);
  await phone.reaches('pinging');

  const policy = new PolicyPage(page);
  await policy.open(id);
  await policy.find('allowcam');
  await expect(policy.shownCount()).toHaveText('1 of 46 settings');
  await expect(policy.groupLinks().getByRole('link')).toHaveText(['Hardware and connections']);
  await expectAccessible(page, 'policy editor, searched');
  await policy.checkbox('Allow the camera').uncheck();
  await expect(page.getByText('Not the default (on)')).toBeVisible();

  const review = await policy.review(name);
  await expect(review.getByRole('row', { name: /Allow the camera/ })).toContainText('off');
  await expect(review).toContainText('1 device has to provision again');
  await expect(review).toContainText('1 of them complies now');
  await expect(review.getByRole('link', { name: phone.name })).toBeVisible();
  await expectAccessible(page, 'policy editor, effect');
  const beforeSaving = phone.mark;
  await review.getByRole('button', { name: 'Save policy' }).click();
  const told = await phone.hears('provisioned', beforeSaving);
  expect(told.payload[0].settings).toMatchObject({ AllowCamera: false });
  await expect(review).toBeHidden();

  const versions = await policy.openDialog('Versions', `Versions of “${name}”`);
  const changed = versions.getByRole('table', { name: 'What version 2 changed' });
  await expect(changed.getByRole('row', { name: /Allow the camera/ })).toContainText('off');
  await expectAccessible(page, 'versions of a policy');
  await versions.getByRole('button', { name: 'Put version 1 into the editor' }).click();
  await expect(versions).toBeHidden();
  await expect(policy.checkbox('Allow the camera')).toBeChecked();

  const beforeRestoring = phone.mark;
  const back = await policy.review(name);
  await back.getByRole('button', { name: 'Save policy' }).click();
  const restored = await phone.hears('provisioned', beforeRestoring);
  expect(restored.payload[0].settings).toMatchObject({ AllowCamera: true, DevicePasswordEnabled: true });
  await expect(page.getByText(/^Version 3, saved/)).toBeVisible();
});

test('two policies are compared by what they demand', async ({ administratorPage: page, api }) => {
  const suffix = randomUUID().slice(0, 8);
  const make = (name: string, settings: object) =>
    api.administrator.post('/policies', PolicyView, { name: `${name} ${suffix}`, settings });
  const one = await make('Lenient', { AllowWiFi: true });
  const other = await make('Strict', { AllowWiFi: false, UnapprovedInROMApplicationList: ['game.exe'] });
  const policy = new PolicyPage(page);
  await policy.open(one.id);
  const dialog = await policy.openDialog('Compare', 'Compare two policies');
  await dialog.getByRole('combobox', { name: 'Second policy' }).selectOption(other.name);
  const table = dialog.getByRole('table', { name: '2 settings differ' });
  await expect(table.getByRole('row', { name: /Allow Wi-Fi/ })).toContainText('off');
  await expect(table.getByRole('row', { name: /Blocked preinstalled applications/ })).toContainText('game.exe');
  await expectAccessible(page, 'two policies compared');
});

test('a list of applications says which line is wrong, and a setting goes back to its default', async ({
  administratorPage: page,
}) => {
  const policy = new PolicyPage(page);
  await policy.openList();
  await policy.create(`Listed ${randomUUID()}`);
  const hashes = policy.field('Only these applications may run');
  await hashes.fill('da39a3ee5e6b4b0d3255bfef95601890afd80709\n\nnot a hash\n');
  await expect(page.getByText(/^Line 3 is not a SHA-1 hash/)).toBeVisible();
  await expect(policy.saveBar()).toContainText('Some entries cannot be saved yet.');
  await page.getByRole('button', { name: 'Reset “Only these applications may run” to its default: any' }).click();
  await expect(hashes).toHaveValue('');
  await expect(policy.saveBar()).toBeHidden();

  await page.getByRole('combobox', { name: 'Which settings' }).selectOption('Different from the default');
  await expect(page.getByText('No setting matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all settings' }).click();
  await expect(policy.group('S/MIME')).toBeVisible();
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
