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

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
