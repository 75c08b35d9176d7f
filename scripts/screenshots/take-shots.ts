import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext, Browser, BrowserContextOptions } from '@playwright/test';
import { type Look, sizes } from './looks';
import type { Shot } from './shot';
import { wordsOf } from './words';

/** A page longer than this is cut: nobody looks at pictures without an end. */
const LONGEST_PX = 6000;
/** What is not there by then does not come. */
const STEP_MS = 15_000;

export type SessionState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** Signs in by the form, as a person does. */
export async function signIn(
  browser: Browser,
  consoleUrl: string,
  { email, password }: { email: string; password: string },
): Promise<{ state: SessionState; request: APIRequestContext }> {
  const context = await browser.newContext({ baseURL: consoleUrl, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto('/mobileadmin/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
  return { state: await context.storageState(), request: context.request };
}

export interface Studio {
  readonly browser: Browser;
  readonly consoleUrl: string;
  readonly look: Look;
  readonly folder: string;
  readonly storageState: SessionState | undefined;
}

/**
 * Takes the pictures into the folder, and says what went wrong on any of them: whole pages, and of a page with a dialog
 * what the window shows.
 */
export async function takeShots({ browser, consoleUrl, look, folder, storageState }: Studio, shots: readonly Shot[]) {
  mkdirSync(folder, { recursive: true });
  const viewport = sizes[look.size];
  const context = await browser.newContext({
    baseURL: consoleUrl,
    viewport,
    storageState,
    locale: look.locale,
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
  });
  await context.addCookies([{ name: 'locale', value: look.locale, url: consoleUrl }]);
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  let current = '';
  page.on('pageerror', (error) => console.error(`${current}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${current}: ${message.text()}`);
  });
  const say = wordsOf(look.locale);
  for (const { name, path, prepare } of shots) {
    current = `${folder}/${name}`;
    await page.goto(path);
    await page.waitForFunction(isSettled);
    try {
      // It comes once the page is alive, and then asks for what it shows.
      if (path.includes('dialog=')) await page.getByRole('dialog').waitFor();
      await prepare?.(page, say);
      await page.waitForFunction(isSettled);
    } catch (error) {
      console.error(`${current}: ${String(error).split('\n')[0]}`);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > viewport.width) console.error(`${current}: ${width - viewport.width} px wider than the window`);
    const isCovered = await page.getByRole('dialog').first().isVisible();
    if (isCovered) {
      await page.screenshot({ path: join(folder, `${name}.png`) });
      continue;
    }
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const clip = { x: 0, y: 0, width: viewport.width, height: Math.min(LONGEST_PX, Math.max(height, viewport.height)) };
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, clip });
  }
  await context.close();
}

/** What a page fetches after it is shown has arrived when nothing is marked as loading any more. Runs in the page. */
function isSettled(): boolean {
  // While a page streams in, its heading stands beside that of the frame it replaces.
  if (document.querySelectorAll('h1').length !== 1) return false;
  return !document.querySelector('[role="status"] .sr-only, [aria-busy="true"], .animate-spin, .animate-pulse');
}
