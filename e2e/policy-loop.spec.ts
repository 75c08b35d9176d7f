import { randomUUID } from 'node:crypto';
import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { DevicePage } from './pages/device-page';
import { PolicyView } from '@/lib/domain/policies/contract';
import { DevicePage as DeviceList } from '@/lib/domain/devices/contract';
import { MailboxPage } from '@/lib/domain/mailboxes/contract';
import { WBXML_POLICY_TYPE as policyType } from '@/lib/protocol/eas/provision';

test('a phone that refuses its policy in circles is stopped, explained, and tried again by a click', async ({
  administratorPage: page,
  api,
  phones,
}) => {
  // What the engine knows of this mailbox it knows by its first phone.
  const first = await phones.connect();
  const { mailboxes } = await api.administrator.get('/mailboxes', MailboxPage, { search: first.mailbox });
  const strict = {
    settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 9 },
    allowNonProvisionable: false,
  };
  const policy = await api.administrator.post('/policies', PolicyView, { name: `Strict ${randomUUID()}`, ...strict });
  const mailboxIds = mailboxes.map(({ id }) => id);
  await api.administrator.change('PUT', `/policies/${policy.id}/assignments`, { mailboxIds, groupIds: [] });

  const phone = phones.client(first.mailbox, 'LOOP');
  const { deviceId } = phone;
  const fetchPolicy = () => phone.provision({ policies: [{ policyType }] });
  for (let round = 0; round < 5; round += 1) {
    const told = await fetchPolicy();
    const policyKey = told.response?.policies?.[0]?.policyKey;
    await phone.provision({ policies: [{ policyType, policyKey, status: 3 }] });
  }
  expect((await fetchPolicy()).http).toBe(503);

  await page.goto('/mobileadmin');
  const loops = page.getByRole('region', { name: 'Devices that get nowhere with their policy' });
  await expect(loops).toContainText('answers each time that it does not apply all of it');
  const { devices } = await api.administrator.get('/devices', DeviceList, { search: deviceId });
  const device = new DevicePage(page);
  await device.open(devices[0]?.id ?? '');
  await expect(device.policy()).toContainText('This device is going round in circles');
  await expect(device.policy()).toContainText('Look on the phone for a request that was put off');
  await expectAccessible(page, 'a device in circles');

  await device.button('Try again …').click();
  const dialog = device.dialog('Let this device try again');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The owner has chosen a password');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog).toBeHidden();
  await expect(device.policy()).not.toContainText('This device is going round in circles');
  expect((await fetchPolicy()).http).toBe(200);
  await expect(device.history().filter({ hasText: 'let the device fetch its policy again' })).toBeVisible();
});
