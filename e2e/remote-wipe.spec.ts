import { expect, test } from './fixtures/test';
import { arrivedAt, DevicePage } from './pages/device-page';

test('a phone on push is reached within a second of the click, obeys, and stays refused until it is allowed again', async ({
  helpdeskPage,
  administratorPage,
  phones,
}) => {
  const phone = await phones.connect();
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  await expect(device.heading()).toHaveText(phone.name);

  const mark = phone.mark;
  const answer = await device.wipe(phone.name, 'left in a taxi');
  const pingEnded = await phone.hears('ping-ended', mark);
  expect(pingEnded.payload[0]).toEqual({ http: 200, status: 7 });
  expect(pingEnded.at - arrivedAt(answer)).toBeLessThan(1000);

  await phone.reaches('wiped');
  const [ordered] = phone.heard('wipe-ordered', mark);
  const [reported] = phone.heard('wipe-reported', mark);
  expect(ordered?.at).toBeGreaterThanOrEqual(pingEnded.at);
  expect(reported?.payload[0]).toEqual({ kind: 'wipe', status: 1 });
  expect(phone.heard('mail', mark)).toEqual([]);

  // Without a reload: the page hears of it by itself.
  await expect(device.commandState()).toHaveText('Acknowledged');
  await expect(device.command()).toContainText('left in a taxi');
  await expect(device.step('Queued')).toContainText('by Hanna Holt');
  await expect(device.step('Delivered')).toContainText('from 127.0.0.1, protocol version 16.1');
  await expect(device.step('Acknowledged by the device')).toContainText('Authenticated by the password of the mailbox');
  await expect(device.access()).toContainText('refused after the wipe');
  await expect(device.history().filter({ hasText: 'The device acknowledged the command as done.' })).toBeVisible();
  await expect(device.history().filter({ hasText: 'The device fetched the command.' })).toBeVisible();
  await expect(
    device.history().filter({ hasText: 'Hanna Holt (Helpdesk) ordered a wipe of this device.' }),
  ).toContainText('Reason: left in a taxi');

  // Its owner sets it up anew: it gets nothing, and it is not wiped a second time.
  const anew = phone.mark;
  await phone.phone.setUpAnew();
  await phone.reaches('blocked');
  expect(phone.heard('wipe-ordered', anew)).toEqual([]);
  expect(phone.heard('mail', anew)).toEqual([]);
  expect(phone.phone.memory.folders.size).toBe(0);

  const again = new DevicePage(administratorPage);
  await again.open(phone.deviceId);
  await again.allowAgain('the phone was found and set up anew');
  await phone.isSetUp();
  await expect(again.access()).toContainText('Allowed');
  await expect(
    again.history().filter({ hasText: 'Ada Aldermann (Administrator) allowed the device again.' }),
  ).toBeVisible();
});

test('the wipe dialog says what is erased and when it arrives, and asks for reason and name', async ({
  helpdeskPage,
  phones,
}) => {
  const phone = await phones.connect();
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  // Contacts are written a moment behind.
  await expect(device.summary()).toContainText('probably at once');
  const dialog = await device.beginWipe();
  await expect(dialog).toContainText(`${phone.name} of ${phone.mailbox}`);
  await expect(dialog).toContainText('The whole device goes back to its factory state.');
  await expect(dialog).toContainText('The device is probably waiting on push now: it gets the command within seconds.');
  await expect(dialog).toContainText('After that nothing can bring the data back.');

  await dialog.getByRole('button', { name: 'Queue the wipe' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  await expect(dialog).toContainText('Say why. The reason goes into the history.');

  await dialog.getByRole('textbox', { name: 'Reason' }).fill('left in a taxi');
  await dialog.getByRole('textbox', { name: /^Type the name/ }).fill('another phone');
  await dialog.getByRole('button', { name: 'Queue the wipe' }).click();
  await expect(dialog).toContainText(`This is not the name of the device. Type it exactly as shown: ${phone.name}`);

  await dialog.getByRole('button', { name: 'Leave as it is' }).click();
  await expect(dialog).toBeHidden();
  await expect(device.button('Wipe …')).toBeFocused();
  await expect(device.command()).toBeHidden();
  expect(phone.phone.activity).toBe('pinging');
});

test('a device that reports failure is shown as failed and is offered the wipe again until it succeeds', async ({
  helpdeskPage,
  phones,
}) => {
  const phone = await phones.connect({ habits: { failedWipes: 2, retryMs: 1500 } });
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  await device.wipe(phone.name, 'stolen from a car');
  await expect(device.commandState()).toHaveText('Failed');
  await expect(device.step('The device reported failure')).toContainText('status 2');
  await expect(device.commandState()).toHaveText('Acknowledged');
  await phone.reaches('wiped');
  expect(phone.heard('wipe-reported').map(({ payload: [{ status }] }) => status)).toEqual([2, 2, 1]);
});

test('a phone that sleeps while the wipe is queued obeys as soon as it wakes', async ({ helpdeskPage, phones }) => {
  const phone = await phones.connect({ habits: { sleepsAfterSetUp: true } });
  await phone.reaches('asleep');
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  await device.wipe(phone.name, 'left on a train');
  await expect(device.commandState()).toHaveText('Queued');
  await expect(device.step('Waiting for the device')).toBeVisible();

  phone.phone.wake();
  await phone.reaches('wiped');
  await expect(device.commandState()).toHaveText('Acknowledged');
});
