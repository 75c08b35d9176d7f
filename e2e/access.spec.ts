import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { AccessPage } from './pages/access-page';
import { DevicePage } from './pages/device-page';

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
  await auditorPage.getByText('How this was decided').click();
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
