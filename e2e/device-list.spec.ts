import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { expect, test } from './fixtures/test';
import type { Phones } from './fixtures/phones';
import type { TestPhone } from './fixtures/test-phone';
import { DeviceListPage } from './pages/device-list-page';

const makes = ['iPhone 16', 'Galaxy S24', 'Xperia Z5', 'Pixel 8'] as const;

/** Four phones of one mailbox that no other test has; asleep, so that nothing about them changes meanwhile. */
async function fourPhones(phones: Phones): Promise<{ mailbox: string; all: TestPhone[] }> {
  const mailbox = `list-${randomBytes(4).toString('hex')}@example.com`;
  const all: TestPhone[] = [];
  for (const make of makes) all.push(await phones.connect({ make, mailbox, habits: { sleepsAfterSetUp: true } }));
  return { mailbox, all };
}

/** As people look names up: without regard to case. */
const byName = (left: string, right: string) => left.localeCompare(right, 'en');

test('search, filters, order and pages are in the address, which leads back to the same list', async ({
  helpdeskPage,
  phones,
}) => {
  const { mailbox, all } = await fourPhones(phones);
  const names = all.map(({ name }) => name);
  const [, galaxy] = all;
  const list = new DeviceListPage(helpdeskPage);
  await list.open();
  await list.search().fill(mailbox);
  await expect(list.total('4 devices')).toBeVisible();
  await expect(helpdeskPage).toHaveURL((url) => url.searchParams.get('search') === mailbox);

  await list.sortBy('Device');
  await expect(list.names()).toHaveText(names.toSorted(byName));
  await expect(list.columnHeader('Device')).toHaveAttribute('aria-sort', 'ascending');
  await list.sortBy('Device');
  await expect(list.names()).toHaveText(names.toSorted(byName).toReversed());

  await list.filter('Type', galaxy?.phone.profile.deviceType ?? '');
  await expect(list.names()).toHaveText([galaxy?.name ?? '']);
  const address = helpdeskPage.url();
  await list
    .activeFilters()
    .getByRole('button', { name: /^Remove filter Type/ })
    .click();
  await expect(list.names()).toHaveCount(4);
  await helpdeskPage.goto(address);
  await expect(list.names()).toHaveText([galaxy?.name ?? '']);
  await expect(list.search()).toHaveValue(mailbox);
  await list.activeFilters().getByRole('button', { name: 'Clear all filters' }).click();
  await expect(list.activeFilters()).toBeHidden();

  await list.open({ search: 'nothing that is called so' });
  await expect(helpdeskPage.getByText('No device matches “nothing that is called so”')).toBeVisible();
});

test('pages go forth and back by key', async ({ auditorPage, phones }) => {
  const { mailbox, all } = await fourPhones(phones);
  const names = all.map(({ name }) => name).toSorted(byName);
  const list = new DeviceListPage(auditorPage);
  await list.open({ search: mailbox, sort: 'name', limit: '2' });
  await expect(list.names()).toHaveText(names.slice(0, 2));
  await list.pager().getByRole('link', { name: 'Next' }).click();
  await expect(list.names()).toHaveText(names.slice(2));
  await expect(list.pager().getByRole('button', { name: 'Next' })).toBeDisabled();
  await list.pager().getByRole('link', { name: 'Previous' }).click();
  await expect(list.names()).toHaveText(names.slice(0, 2));
});

test('a phone is found by device id, model, IMEI and phone number', async ({ api, helpdeskPage, phones }) => {
  const phone = await phones.connect();
  const list = new DeviceListPage(helpdeskPage);
  await list.open();
  for (const text of [phone.easDeviceId.toLowerCase(), phone.name, phone.mailbox]) {
    await list.search().fill(text);
    await expect(list.names()).toHaveText([phone.name]);
  }
  expect((await api.helpdesk.send('GET', `/devices?search=${encodeURIComponent('%')}`)).ok()).toBe(true);
});

test('columns are chosen and stay chosen', async ({ administratorPage, phones }) => {
  const phone = await phones.connect();
  const list = new DeviceListPage(administratorPage);
  await list.open({ search: phone.easDeviceId });
  await expect(list.columnHeader('Device ID')).toBeHidden();
  await list.toggleColumn('Device ID');
  await expect(list.row(phone.name)).toContainText(phone.easDeviceId);
  await administratorPage.reload();
  await expect(list.columnHeader('Device ID')).toBeVisible();
  await list.toggleColumn('Device ID');
  await expect(list.columnHeader('Device ID')).toBeHidden();
});

test('a delete of several devices lists each with what happens to it, and all of them are told', async ({
  helpdeskPage,
  phones,
}) => {
  const { mailbox, all } = await fourPhones(phones);
  const [iPhone, galaxy, xperia] = all;
  if (!iPhone || !galaxy || !xperia) throw new Error('Four were made');
  const list = new DeviceListPage(helpdeskPage);
  await list.open({ search: mailbox });
  for (const phone of [iPhone, galaxy, xperia]) await list.tick(phone.name);
  await expect(list.selection()).toContainText('3 devices selected');
  await list.selection().getByRole('button', { name: 'Delete …' }).click();

  const dialog = helpdeskPage.getByRole('dialog', { name: 'Delete the account from 3 devices' });
  const effects = dialog.getByRole('table', { name: 'What happens to each device' });
  await expect(effects.getByRole('row', { name: iPhone.name })).toContainText('Only the account is removed');
  await expect(effects.getByRole('row', { name: galaxy.name })).toContainText('Only the account is removed');
  await expect(effects.getByRole('row', { name: xperia.name })).toContainText('Nothing is erased; access ends');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('has left the company');
  await dialog.getByRole('button', { name: 'Queue 3 deletes' }).click();
  await expect(dialog).toBeHidden();
  await expect(list.selection()).toBeHidden();
  await expect(list.row(iPhone.name)).toContainText('Delete pending');

  for (const phone of [iPhone, galaxy, xperia]) phone.phone.wake();
  await Promise.all([iPhone.reaches('account-removed'), galaxy.reaches('account-removed'), xperia.reaches('blocked')]);
  // What has left is no more among those that sync; it is found where one asks for it.
  for (const phone of [iPhone, galaxy, xperia]) await expect(list.row(phone.name)).toBeHidden();
  await list.open({ search: mailbox, state: 'removed' });
  for (const phone of [iPhone, galaxy, xperia]) {
    await expect(list.row(phone.name)).toContainText('Partnership ended');
  }
});

test('the export holds what the filters show', async ({ auditorPage, phones }) => {
  const { mailbox, all } = await fourPhones(phones);
  const list = new DeviceListPage(auditorPage);
  await list.open({ search: mailbox, sort: 'name' });
  const downloading = auditorPage.waitForEvent('download');
  await auditorPage.getByRole('link', { name: 'Export CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8'))
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
  expect(lines).toHaveLength(1 + all.length);
  for (const phone of all) {
    const line = lines.find((text) => text.includes(phone.easDeviceId));
    expect(line).toContain(`${mailbox},${phone.name},${phone.phone.profile.deviceType}`);
  }
});

test('a phone that connects appears by itself', async ({ administratorPage, phones }) => {
  const phone = phones.make();
  const list = new DeviceListPage(administratorPage);
  await list.open({ search: phone.mailbox });
  await expect(administratorPage.getByText(`No device matches “${phone.mailbox}”`)).toBeVisible();
  phone.phone.start();
  await phone.isSetUp();
  await expect(list.row(phone.name)).toContainText('Active');
  await expect(list.row(phone.name)).toContainText('Applied');
});

test('old addresses lead to the device list', async ({ administratorPage }) => {
  for (const path of ['/', '/mobileadmin/devices.aspx', '/MobileAdmin/Devices.aspx']) {
    const answer = await administratorPage.goto(path);
    expect(answer?.status(), path).toBe(200);
    await expect(administratorPage).toHaveURL(/\/mobileadmin\/devices$/);
  }
});
