import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { AccessPage } from './pages/access-page';
import { DevicePage } from './pages/device-page';
import { DevicePage as DeviceList } from '@/lib/domain/devices/contract';

// One after the other: rules and settings are applied as a whole, and whoever has others before them must begin anew.
test.describe.configure({ mode: 'default' });

test('a rule quarantines a phone, which reads why; the administrator frees it, and it syncs again', async ({
  administratorPage,
  auditorPage,
  phones,
}) => {
  const model = `Prototype ${Date.now()}`;
  const phone = await phones.connect({ model });
  const folders = () => [...phone.phone.memory.folders.values()].map(({ displayName }) => displayName);
  const before = folders();
  expect(before.length).toBeGreaterThan(1);

  const access = new AccessPage(administratorPage);
  await access.open();
  await access.addRule({ name: 'Prototypes', model: 'prototype *' });
  const dialog = await access.preview();
  await expect(dialog.getByRole('status')).toContainText('1 device will be quarantined');
  await expect(dialog.getByRole('status')).toContainText(phone.mailbox);
  await expectAccessible(administratorPage, 'dry run');
  // Nothing bites before it is applied.
  expect(folders()).toEqual(before);
  const beforeApplying = phone.mark;
  await access.apply('prototypes have to be approved');

  await phone.hears('folders', beforeApplying);
  await phone.isSetUp();
  expect(folders()).toEqual(['Inbox']);
  const arrived = phone.heard('mail', beforeApplying).map(({ payload }) => payload[0]);
  expect(arrived).toEqual([{ collectionId: 'quarantine', added: 1 }]);

  const device = new DevicePage(auditorPage);
  await device.open(phone.deviceId);
  await expect(auditorPage.getByText('Rule 1, “Prototypes”: applies: quarantined')).toBeVisible();

  await expect(access.waiting(phone.mailbox)).toContainText('Held back by the rule “Prototypes”.');
  await expectAccessible(administratorPage, 'quarantine');
  const beforeAllowing = phone.mark;
  await access.allow(phone.mailbox, 'known to the lab');
  await expect(access.waiting(phone.mailbox)).toBeHidden();

  await phone.hears('folders', beforeAllowing);
  await phone.isSetUp();
  expect(folders().toSorted()).toEqual(before.toSorted());
});

test('a phone that repeats one Sync without end is blocked for a while, explained, and let in by a click', async ({
  administratorPage: page,
  auditorPage,
  api,
  phones,
}) => {
  // What the engine knows of this mailbox it knows by its first phone.
  const first = await phones.connect();
  const access = new AccessPage(page);
  await access.open();
  const settings = page.getByRole('group', { name: 'Automatic block' });
  await settings.getByRole('switch', { name: 'Block automatically' }).click();
  const limit = settings.getByRole('group', { name: 'Sync of one folder with the same key' });
  await limit.getByRole('textbox', { name: 'At most' }).fill('4');
  await expect(limit).toContainText('5 to 100,000');
  await limit.getByRole('textbox', { name: 'At most' }).fill('30');
  await limit.getByRole('textbox', { name: 'within' }).fill('5');
  await expectAccessible(page, 'limits of automatic blocks');
  const dialog = await access.preview();
  await expect(dialog.getByRole('status')).toContainText('Nothing changes for any of them.');
  await access.apply('phones in circles cost battery');

  const phone = phones.client(first.mailbox, 'STUCK');
  const { deviceId } = phone;
  await phone.folderSync('0');
  const inbox = { syncKey: '0', collectionId: 'inbox', deletesAsMoves: true, changes: [] };
  const sync = async () => (await phone.sync({ collections: [inbox], isPartial: false })).http;
  for (let time = 0; time < 31; time += 1) expect(await sync()).toBe(200);
  // Each of the engine's processes may have counted a tenth that the others do not know of yet.
  const further = [];
  for (let time = 0; time < 12; time += 1) further.push(await sync());
  expect(further.at(-1)).toBe(503);
  const { devices } = await api.administrator.get('/devices', DeviceList, { search: deviceId });

  await page.goto('/mobileadmin');
  await page.getByRole('link', { name: /blocked automatically because of how/ }).click();
  await expect(page.getByRole('row').filter({ hasText: first.mailbox })).toContainText('Blocked automatically');

  const auditor = new DevicePage(auditorPage);
  await auditor.open(devices[0]?.id ?? '');
  await expect(
    auditorPage.getByText(/^Because it synchronised one folder 3\d times with the same key in 5 minutes/),
  ).toBeVisible();
  await expect(auditor.button('End the block …')).toBeHidden();
  const device = new DevicePage(page);
  await device.open(devices[0]?.id ?? '');
  await expect(device.access()).toContainText(
    /Blocked automatically until .* because it synchronised one folder 3\d times/,
  );
  await expectAccessible(page, 'a device that is blocked automatically');
  await device.button('End the block …').click();
  const end = device.dialog('End the automatic block');
  await end.getByRole('textbox', { name: 'Reason' }).fill('the owner has updated the app');
  await end.getByRole('button', { name: 'End the block' }).click();
  await expect(end).toBeHidden();
  await expect(device.summary()).toContainText('Allowed');
  await expect(device.history().filter({ hasText: 'ended the automatic block' })).toBeVisible();
  expect(await sync()).toBe(200);
});
