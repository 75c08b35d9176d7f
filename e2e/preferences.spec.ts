import type { Page } from '@playwright/test';
import { allPages } from './fixtures/all-pages';
import { englishOnlyTexts } from './fixtures/messages';
import { expect, test } from './fixtures/test';
import { Shell } from './pages/shell';
import { DeviceView } from '@/lib/domain/devices/contract';
import { PolicyList } from '@/lib/domain/policies/contract';

test('the language is chosen in the menu and stays, also after signing out', async ({ auditorPage }) => {
  await auditorPage.goto('/mobileadmin/devices');
  const shell = new Shell(auditorPage);
  await shell.choose('Deutsch');
  await expect(auditorPage.getByRole('heading', { level: 1 })).toHaveText('Geräte');
  await expect(auditorPage.locator('html')).toHaveAttribute('lang', 'de');
  await auditorPage.reload();
  await expect(auditorPage.getByRole('heading', { level: 1 })).toHaveText('Geräte');
  await auditorPage.context().clearCookies({ name: /session/ });
  await auditorPage.goto('/mobileadmin');
  await expect(auditorPage.getByRole('heading', { level: 1 })).toHaveText('Anmelden');
});

test('appearance is chosen in the menu and stays', async ({ auditorPage }) => {
  await auditorPage.goto('/mobileadmin/devices');
  const background = () => auditorPage.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const shell = new Shell(auditorPage);
  await shell.choose('Light');
  const light = await background();
  await shell.choose('Dark');
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await auditorPage.reload();
  expect(await background()).toBe(dark);
  await shell.choose('Same as the system');
  await expect.poll(background).toBe(light);
});

test('whoever comes with a German browser finds the sign-in in German', async ({ browser, system }) => {
  const context = await browser.newContext({ baseURL: system.consoleUrl, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto('/mobileadmin/sign-in');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anmelden');
  await context.close();
});

test('no page has English left over in German', async ({ administratorPage, api, phones }) => {
  const phone = await phones.connect();
  const { policies } = await api.administrator.get('/policies', PolicyList);
  // Names that people gave are no words of the interface: the first policy is called "Default".
  const given = new Set(policies.map(({ name }) => name));
  const english = new Set([...englishOnlyTexts()].filter((text) => !given.has(text)));
  await administratorPage.goto('/mobileadmin');
  await new Shell(administratorPage).choose('Deutsch');
  await expect(administratorPage.locator('html')).toHaveAttribute('lang', 'de');
  const { mailboxId } = await api.administrator.get(`/devices/${phone.deviceId}`, DeviceView);
  for (const path of allPages({ phone, policyId: policies[0]?.id ?? '', mailboxId })) {
    // Shows the API's own description, which is in English as the API is.
    if (path === '/mobileadmin/api') continue;
    await administratorPage.goto(path);
    await expect(administratorPage.getByRole('heading', { level: 1 })).toBeVisible();
    const left = (await visibleTexts(administratorPage)).filter((text) => english.has(text));
    expect.soft(left, path).toEqual([]);
  }
});

/** What headings, buttons, links, labels and table heads say. */
async function visibleTexts(page: Page): Promise<string[]> {
  const roles = ['heading', 'button', 'link', 'columnheader', 'tab', 'term', 'searchbox', 'checkbox'] as const;
  const texts = await Promise.all(roles.map((role) => page.getByRole(role).allInnerTexts()));
  return texts.flat().flatMap((text) => text.split('\n').map((line) => line.trim()));
}
