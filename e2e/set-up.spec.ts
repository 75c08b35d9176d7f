import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Browser, type BrowserContext, expect, test as base } from '@playwright/test';
import { type ConsolePerson, people, sessionFile } from './fixtures/people';
import { JoinPage } from './pages/join-page';
import { PeoplePage } from './pages/people-page';
import { Shell } from './pages/shell';
import { SignInPage } from './pages/sign-in-page';
import { readE2eSystem } from '@/scripts/testing/e2e-system';

const test = base.extend({ baseURL: ({}, use) => use(readE2eSystem().consoleUrl) });

// Each step needs the one before: this is how a console comes to its people. Every other spec begins after it.
test.describe.configure({ mode: 'serial' });

const setUpLink = () => readE2eSystem().setupToken ?? '';

test('the one-time link makes the first administrator, who is signed in by it', async ({ page, context }) => {
  const { name, email, password } = people.administrator;
  const join = new JoinPage(page);
  await join.open(setUpLink());
  await expect(join.heading()).toHaveText('Set up Mobileadmin');

  await join.email().fill(email);
  await join.name().fill(name);
  await join.password().fill('too short');
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await expect(page.getByText('The password needs at least 12 characters; 3 are missing.')).toBeVisible();

  await join.password().fill(password);
  await join.submit('Set up and sign in');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(new Shell(page).userMenu()).toContainText(name);
  await keepSession(context, people.administrator);
});

test('the one-time link works once', async ({ page }) => {
  const join = new JoinPage(page);
  await join.open(setUpLink());
  await expect(join.notUsable()).toBeVisible();
  await expect(join.password()).toBeHidden();
});

test('a wrong password is refused in plain words, the right one leads to the overview', async ({ page }) => {
  const signIn = new SignInPage(page);
  await page.goto('/mobileadmin');
  await expect(page).toHaveURL(/\/mobileadmin\/sign-in/);
  await signIn.enter({ ...people.administrator, password: 'wrong password here' });
  await expect(signIn.refusal()).toContainText('The e-mail address or the password is wrong.');

  await signIn.enter(people.administrator);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

for (const person of [people.helpdesk, people.auditor]) {
  test(`the administrator invites the ${person.role} by a link, which works once`, async ({ browser }) => {
    const token = await invite(browser, person);
    const context = await browser.newContext({ baseURL: readE2eSystem().consoleUrl });
    const page = await context.newPage();
    const join = new JoinPage(page);
    await join.open(token);
    await expect(join.heading()).toHaveText('Welcome to Mobileadmin');
    await join.name().fill(person.name);
    await join.password().fill(person.password);
    await join.submit('Accept and sign in');
    await expect(new Shell(page).userMenu()).toContainText(person.name);
    await keepSession(context, person);

    // A console page that loses its session goes to the sign-in by itself, and would be in the way.
    await page.goto('about:blank');
    await context.clearCookies();
    await join.open(token);
    await expect(join.notUsable()).toBeVisible();
    await context.close();
  });
}

async function invite(browser: Browser, person: ConsolePerson): Promise<string> {
  const storageState = sessionFile('administrator');
  const context = await browser.newContext({ baseURL: readE2eSystem().consoleUrl, storageState });
  const peoplePage = new PeoplePage(await context.newPage());
  await peoplePage.open();
  const token = await peoplePage.invite(person.email, person.role);
  await context.close();
  return token;
}

async function keepSession(context: BrowserContext, { role }: ConsolePerson) {
  const path = sessionFile(role);
  mkdirSync(dirname(path), { recursive: true });
  await context.storageState({ path });
}
