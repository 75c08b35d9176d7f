import { randomBytes } from 'node:crypto';
import type { Api } from './fixtures/api';
import { expect, test } from './fixtures/test';
import { JoinPage } from './pages/join-page';
import { Shell } from './pages/shell';
import { SettingsPage } from './pages/settings-page';
import { SignInPage } from './pages/sign-in-page';
import { LinkIssued, PeopleList } from '@/lib/domain/people/contract';

const password = 'umbrellas in the corridor';

/** A person of this test alone, as helpdesk. */
async function newPerson(administrator: Api): Promise<{ email: string; password: string }> {
  const email = `person-${randomBytes(4).toString('hex')}@example.com`;
  const { token } = await administrator.post('/people/invitations', LinkIssued, { email, role: 'helpdesk' });
  const answer = await administrator.send('POST', `/links/${token}`, { name: 'Somebody', password });
  expect(answer.ok()).toBe(true);
  return { email, password };
}

test('too many wrong passwords slow a sign-in down, also with the right one, and the form says for how long', async ({
  api,
  page,
}) => {
  const person = await newPerson(api.administrator);
  const signIn = new SignInPage(page);
  await signIn.open();
  for (let failure = 1; failure <= 5; failure += 1) {
    const refused = page.waitForResponse((response) => response.url().includes('/api/auth/callback'));
    await signIn.enter({ ...person, password: `guess number ${failure}` });
    await refused;
    await expect(signIn.refusal()).toContainText('The e-mail address or the password is wrong.');
  }
  await signIn.enter(person);
  await expect(signIn.refusal()).toContainText('Too many failed sign-ins');
  await expect(signIn.refusal()).toContainText(/Try again in \d+ seconds, at \d+:\d\d:\d\d\./);
  await expect(page).toHaveURL(/sign-in/);
});

test('a changed password ends the other sessions and keeps this one', async ({ api, browser, system }) => {
  const person = await newPerson(api.administrator);
  const [here, elsewhere] = await Promise.all(
    [1, 2].map(async () => (await browser.newContext({ baseURL: system.consoleUrl })).newPage()),
  );
  if (!here || !elsewhere) throw new Error('Two were opened');
  await new SignInPage(here).signIn(person);
  await new SignInPage(elsewhere).signIn(person);

  const settings = new SettingsPage(here);
  await settings.open();
  await settings.changePassword(person.password, 'a new lamp for the corridor');

  // It leaves by itself, when its event stream ends; a navigation asked for before that would be cut off.
  await expect(elsewhere).toHaveURL(/\/mobileadmin\/sign-in/);
  await elsewhere.goto('/mobileadmin/devices');
  await expect(elsewhere).toHaveURL(/\/mobileadmin\/sign-in/);
  await here.goto('/mobileadmin/devices');
  await expect(here.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();

  const signIn = new SignInPage(elsewhere);
  await signIn.enter(person);
  await expect(signIn.refusal()).toContainText('The e-mail address or the password is wrong.');
  await signIn.enter({ ...person, password: 'a new lamp for the corridor' });
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();
  await here.context().close();
  await elsewhere.context().close();
});

test('a person whose role changes is signed out at once, without touching a thing', async ({
  api,
  browser,
  system,
}) => {
  const person = await newPerson(api.administrator);
  const page = await (await browser.newContext({ baseURL: system.consoleUrl })).newPage();
  await new SignInPage(page).signIn(person);
  const { people } = await api.administrator.get('/people', PeopleList);
  const { id } = people.find(({ email }) => email === person.email) ?? { id: '' };
  expect((await api.administrator.send('PATCH', `/people/${id}`, { role: 'auditor' })).ok()).toBe(true);
  await expect(page).toHaveURL(/\/mobileadmin\/sign-in/);
  await page.context().close();
});

test('a new password can be set by a link, and signing out ends the session', async ({ api, browser, system }) => {
  const person = await newPerson(api.administrator);
  const { people } = await api.administrator.get('/people', PeopleList);
  const { id } = people.find(({ email }) => email === person.email) ?? { id: '' };
  const { token } = await api.administrator.post(`/people/${id}/password-reset`, LinkIssued, undefined);
  const page = await (await browser.newContext({ baseURL: system.consoleUrl })).newPage();
  const join = new JoinPage(page);
  await join.open(token);
  await expect(join.heading()).toHaveText('Set a new password');
  await join.password().fill('gardens behind the mill');
  await join.submit('Save and sign in');

  await new Shell(page).signOut();
  await page.goto('/mobileadmin/devices');
  await expect(page).toHaveURL(/\/mobileadmin\/sign-in/);
  await page.context().close();
});

test('a form sent before its script has loaded puts no password into the address', async ({ browser, system }) => {
  const context = await browser.newContext({ baseURL: system.consoleUrl, javaScriptEnabled: false });
  const page = await context.newPage();
  const signIn = new SignInPage(page);
  await signIn.open();
  await signIn.enter({ email: 'somebody@example.com', password: 'a secret of somebody' });
  await page.waitForLoadState();
  expect(page.url()).not.toContain('secret');
  await context.close();
});
