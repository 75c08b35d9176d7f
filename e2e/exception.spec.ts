import { readFile } from 'node:fs/promises';
import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { DevicePage } from './pages/device-page';
import { ExceptionPage } from './pages/exception-page';

test('an exception frees the phone from policy at once; ended early, the phone provisions again', async ({
  administratorPage,
  auditorPage,
  phones,
}) => {
  const phone = await phones.connect();
  expect(phone.heard('provisioned').at(-1)?.payload[0].settings).toMatchObject({ DevicePasswordEnabled: true });

  const exceptions = new ExceptionPage(administratorPage);
  await exceptions.open();
  const beforeAdding = phone.mark;
  const reason = 'presents abroad with a borrowed phone';
  await exceptions.add({ mailbox: phone.mailbox, reason, approvedBy: 'Board decision 12' }, dayFromNow(7));
  await expect(exceptions.row(phone.mailbox)).toContainText('Active');
  await expect(exceptions.row(phone.mailbox)).toContainText('Board decision 12');
  await expect(exceptions.row(phone.mailbox)).toContainText('added by Ada Aldermann');

  // The phone is told at once that nothing is asked of it any more.
  await phone.hears('ping-ended', beforeAdding);
  const freed = await phone.hears('provisioned', beforeAdding);
  expect(freed.payload[0].settings?.DevicePasswordEnabled ?? false).toBe(false);
  await phone.reaches('pinging');

  const device = new DevicePage(auditorPage);
  await device.open(phone.deviceId);
  await expect(device.policy()).toContainText('None: the mailbox is exempt by an exception');
  await expect(device.policy()).toContainText('Exempt');

  const beforeEnding = phone.mark;
  await exceptions.end(phone.mailbox, 'is back, has a phone of the company again');
  await expect(exceptions.row(phone.mailbox)).toBeHidden();
  const bound = await phone.hears('provisioned', beforeEnding);
  expect(bound.payload[0].settings).toMatchObject({ DevicePasswordEnabled: true, MinDevicePasswordLength: 4 });
  await expect(device.policy()).toContainText('Applied');

  // Past exceptions are kept.
  await exceptions.view('Past').click();
  await expect(exceptions.row(phone.mailbox)).toContainText('Ended early');
  await expect(exceptions.row(phone.mailbox)).toContainText('ended by Ada Aldermann');
});

test('an exception from one setting leaves the rest in force; it is in the report, and can be renewed', async ({
  administratorPage: page,
  phones,
}) => {
  const phone = await phones.connect();
  const exceptions = new ExceptionPage(page);
  await exceptions.open();
  const before = phone.mark;
  const exception = { mailbox: phone.mailbox, reason: 'Cannot type long codes', approvedBy: 'Works council' };
  await exceptions.addForSetting(exception, 'Minimum password length', dayFromNow(5));
  await expect(exceptions.row(phone.mailbox)).toContainText('Minimum password length');
  const told = await phone.hears('provisioned', before);
  expect(told.payload[0].settings).toMatchObject({ DevicePasswordEnabled: true });
  expect(told.payload[0].settings?.MinDevicePasswordLength ?? null).toBeNull();

  // A week before the end is already over, so it is reminded of at once; renewed, it is not.
  await expect(exceptions.row(phone.mailbox)).toContainText(/ends in \d+ days/);
  await exceptions.openRenewal(phone.mailbox);
  await expectAccessible(page, 'renewal');
  await exceptions.renew(phone.mailbox, 'Works council, again', dayFromNow(30));
  await expect(exceptions.row(phone.mailbox).filter({ hasText: 'Planned' })).toContainText('renews an earlier one');
  await expect(exceptions.row(phone.mailbox).filter({ hasText: 'Active' })).toContainText('has been renewed');
  await expect(exceptions.row(phone.mailbox).filter({ hasText: 'Active' })).not.toContainText(/ends in \d+ days/);

  await page.getByRole('link', { name: 'Who is exempt today' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Who is exempt today' })).toBeVisible();
  await expect(exceptions.row(phone.mailbox)).toContainText('Works council');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^mobileadmin-exempt-\d{4}-\d\d-\d\d\.csv$/);
  expect(await readFile(await file.path(), 'utf8')).toContain(`${phone.mailbox},`);

  await expectAccessible(page, 'who is exempt');

  // The page of the policy in force says which value comes from where, and what the phone answered.
  const device = new DevicePage(page);
  await device.open(phone.deviceId);
  await expect(device.policy()).toContainText('Minimum password length');
  await page.getByRole('link', { name: 'Every value, its origin, and what the device answered' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Policy in force' })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'MinDevicePasswordLength' });
  await expect(row).toContainText('Exception');
  await expect(row).toContainText('instead of: 4 characters');
  const exchanges = page.getByRole('region', { name: 'What was sent, and what came back' });
  await expect(exchanges.getByRole('listitem').first()).toContainText('Acknowledged in full');
  await page.getByText('Show as XML').click();
  await expect(page.getByRole('region', { name: 'Document as XML' })).toContainText('<MinDevicePasswordLength/>');
  await expectAccessible(page, 'policy in force');
});

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
