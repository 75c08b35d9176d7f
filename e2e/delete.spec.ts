import { expect, test } from './fixtures/test';
import { DevicePage } from './pages/device-page';

test('a delete on 16.1 takes only the account off the phone', async ({ helpdeskPage, phones }) => {
  const phone = await phones.connect({ make: 'iPhone 16' });
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  const dialog = await device.beginDelete('Delete this account from the device');
  await expect(dialog).toContainText('Only this account leaves the device');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('has left the company');
  await dialog.getByRole('button', { name: 'Queue the delete' }).click();

  await phone.reaches('account-removed');
  expect(phone.heard('wipe-ordered').map(({ payload }) => payload[0])).toEqual([{ kind: 'delete' }]);
  await expect(device.commandState()).toHaveText('Acknowledged');
  await expect(device.command()).toContainText('Delete: only this account');
  await expect(device.access()).toContainText('refused after the delete');

  // The owner adds the account again: nothing comes.
  const anew = phone.mark;
  await phone.phone.setUpAnew();
  await phone.reaches('blocked');
  expect(phone.heard('wipe-ordered', anew)).toEqual([]);
  expect(phone.phone.memory.folders.size).toBe(0);
});

test('a delete on 14.1 says beforehand that the data stays, and ends in refusal', async ({ helpdeskPage, phones }) => {
  const phone = await phones.connect({ make: 'Xperia Z5' });
  expect(phone.phone.client.protocolVersion).toBe('14.1');
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  const dialog = await device.beginDelete('End this partnership');
  await expect(dialog).toContainText('This device speaks protocol version 14.1, which cannot remove a single account.');
  await expect(dialog).toContainText('What is already on it stays there until its owner removes the account.');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('has left the company');
  const mark = phone.mark;
  await dialog.getByRole('button', { name: 'End the partnership' }).click();

  await phone.reaches('blocked');
  expect(phone.heard('wipe-ordered')).toEqual([]);
  expect(phone.heard('mail', mark)).toEqual([]);
  expect(phone.phone.memory.folders.size).toBeGreaterThan(0);
  await expect(device.commandState()).toHaveText('Enforced');
  await expect(device.step('Refused; the partnership has ended')).toContainText('127.0.0.1');
});
