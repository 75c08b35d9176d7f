import { readFile } from 'node:fs/promises';
import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { DeviceListPage } from './pages/device-list-page';
import { DevicePage } from './pages/device-page';
import { createDatabase } from '@/lib/db/client';
import { recordContacts } from '@/lib/domain/devices/record-contacts';

test('a device whose connections are cut is found from the overview, and its page says what to set', async ({
  auditorPage: page,
  phones,
  system,
}) => {
  const phone = await phones.connect({ habits: { sleepsAfterSetUp: true } });
  const { db, close } = createDatabase(system.databaseUrl, { max: 1 });
  // As the engine writes it down once the third connection has ended after a minute.
  const contact = { deviceId: phone.deviceId, address: '127.0.0.1', userAgent: null, deviceType: 'iPhone' };
  const traffic = { protocolVersion: '16.1', bytesIn: 0, bytesOut: 0, bytesOutPlain: 0 };
  const cut = { endedEarly: { seconds: 60, cutAfterSeconds: 60 } };
  await recordContacts(db, [
    { ...contact, ...traffic, ...cut, at: new Date(Date.now() - 60_000) },
    { ...contact, ...traffic, heartbeatSeconds: 900, at: new Date() },
  ]);

  await page.goto('/mobileadmin');
  await page.getByRole('link', { name: /connections are cut after about 60\ss/ }).click();
  const list = new DeviceListPage(page);
  await expect(list.activeFilters()).toContainText('Push: Connections are cut');
  await expect(list.row(phone.name)).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const [heads = '', ...records] = (await readFile(await (await downloading).path(), 'utf8')).split('\r\n');
  expect(heads).toContain('Connections cut after (seconds)');
  expect(records.find((record) => record.includes(phone.easDeviceId))).toMatch(/,60$/);

  const device = new DevicePage(page);
  await device.open(phone.deviceId);
  const push = page.getByRole('region', { name: 'Push', exact: true });
  await expect(push).toContainText(
    'Something between the phone and this server cuts connections after about 60 seconds',
  );
  await expect(push).toContainText('proxy_read_timeout 3660s;');
  await expect(push).toContainText('15 minutes');
  await expect(push).toContainText('1 minute closed on the way or by the device');
  await expect(push).toContainText('1 time since the first contact');
  await expectAccessible(page, 'a device whose connections are cut');

  const held = { held: { seconds: 300, outcome: 'news' } } as const;
  await recordContacts(db, [{ ...contact, ...traffic, ...held, at: new Date() }]);
  await expect(push).not.toContainText('cuts connections');
  await expect(push).toContainText('5 minutes until there was news');
  await close();
});
