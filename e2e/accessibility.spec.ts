import { expectAccessible } from './fixtures/accessibility';
import { allPages } from './fixtures/all-pages';
import { expect, test } from './fixtures/test';
import { PolicyPage } from './pages/policy-page';
import { DevicePage } from './pages/device-page';
import { DeviceListPage } from './pages/device-list-page';
import { DeviceView } from '@/lib/domain/devices/contract';
import { PolicyList } from '@/lib/domain/policies/contract';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ administratorPage, api, phones }) => {
    test.setTimeout(300_000);
    const phone = await phones.connect();
    const { policies } = await api.administrator.get('/policies', PolicyList);
    await administratorPage.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { mailboxId } = await api.administrator.get(`/devices/${phone.deviceId}`, DeviceView);
    for (const path of allPages({ phone, policyId: policies[0]?.id ?? '', mailboxId })) {
      await administratorPage.goto(path);
      await expect(administratorPage.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(administratorPage, path);
    }
  });

  test(`axe finds nothing on the pages before sign-in, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of ['/mobileadmin/sign-in', '/mobileadmin/join/mal_no-such-link-was-ever-made']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page, path);
    }
  });
}

test('axe finds nothing on open dialogs and menus', async ({ administratorPage: page, phones }) => {
  const phone = await phones.connect();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const device = new DevicePage(page);
  for (const dialog of ['wipe', 'delete', 'block', 'remove']) {
    await page.goto(`/mobileadmin/devices/${phone.deviceId}?dialog=${dialog}`);
    await expect(page.getByRole('dialog').getByRole('textbox', { name: /Reason/ })).toBeVisible();
    await expectAccessible(page, dialog);
  }
  await device.open(phone.deviceId);
  await device.openMenu();
  await expectAccessible(page, 'further actions');

  const list = new DeviceListPage(page);
  await list.open({ search: phone.easDeviceId });
  await list.tick(phone.name);
  await list.selection().getByRole('button', { name: 'Wipe …' }).click();
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Reason' })).toBeVisible();
  await expectAccessible(page, 'bulk wipe');

  // To compare, there have to be two.
  const policies = new PolicyPage(page);
  await policies.openList();
  await policies.create(`Beside the default ${phone.easDeviceId}`);
  for (const [path, dialog] of [
    ['policies', 'create'],
    ['policies', 'compare'],
    ['exceptions', 'add'],
    ['history', 'verify'],
  ]) {
    await page.goto(`/mobileadmin/${path}?dialog=${dialog}`);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, `${path}: ${dialog}`);
  }
});

test('a dialog that was opened from a menu gives the focus back to the button of the menu', async ({
  administratorPage: page,
  phones,
}) => {
  const phone = await phones.connect();
  const device = new DevicePage(page);
  await device.open(phone.deviceId);
  const menu = await device.openMenu();
  await menu.getByRole('menuitem', { name: 'Block …' }).press('Enter');
  const dialog = device.dialog('Block this device');
  await expect(dialog).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(device.button('Further actions')).toBeFocused();
});

test('a wipe can be ordered by keyboard alone, and the focus comes back', async ({ helpdeskPage: page, phones }) => {
  const phone = await phones.connect({ habits: { sleepsAfterSetUp: true } });
  const device = new DevicePage(page);
  await device.open(phone.deviceId);

  await tabTo(/^Wipe …$/);
  await page.keyboard.press('Enter');
  const dialog = device.dialog('Wipe this device');
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(device.button('Wipe …')).toBeFocused();

  await page.keyboard.press('Space');
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeVisible();
  await tabTo(/^Reason/);
  await page.keyboard.type('ordered by keyboard');
  await page.keyboard.press('Tab');
  await page.keyboard.type(phone.name);
  // Out of reach behind the dialog: twenty steps never leave it.
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await tabTo(/^Queue the wipe$/);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(device.told(`The wipe of ${phone.name} is queued.`)).toBeVisible();
  await expect(device.commandState()).toHaveText('Queued');
  // The button that opened it is gone with the order: the focus stands where reading goes on, not at the top of nowhere.
  await expect(page.locator(':focus')).toBeVisible();

  /** Goes on by Tab until something of this name has the focus. */
  async function tabTo(name: RegExp): Promise<void> {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        const label = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
        return (label ? element.labels?.[0]?.textContent : element?.textContent)?.trim() ?? '';
      });
      if (name.test(focused)) return;
    }
    throw new Error(`Tab does not lead to ${name}`);
  }
});
