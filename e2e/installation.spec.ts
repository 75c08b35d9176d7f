import { test as base, type Page } from '@playwright/test';
import { expectAccessible } from './fixtures/accessibility';
import { expect } from './fixtures/test';
import { createDatabase, type Database } from '@/lib/db/client';
import type { AddressCheck } from '@/lib/domain/addresses/contract';
import { declareMailServers } from '@/lib/domain/mail-servers/declare-mail-servers';
import { recordMailServer } from '@/lib/domain/mail-servers/record-mail-server';
import { signIn } from '@/scripts/screenshots/take-shots';
import { startSystem } from '@/scripts/testing/system';

// What an installation is connected to is one for all who use it: these tests have one of their own.

const administrator = { email: 'ada@example.com', password: 'seven lamps in the harbour' };
const imap = { protocol: 'imap', address: 'mail.example.com:993' } as const;

interface Own {
  page: Page;
  db: Database;
}

const test = base.extend<object, { own: Own }>({
  own: [
    async ({ browser }, use) => {
      const variables = { PUBLIC_URL: 'http://phones.example.net' };
      const system = await startSystem({ administrator, variables });
      const { db, close } = createDatabase(system.databaseUrl, { max: 2 });
      const { state } = await signIn(browser, system.consoleUrl, administrator);
      const context = await browser.newContext({ baseURL: system.consoleUrl, storageState: state, locale: 'en-GB' });
      await use({ page: await context.newPage(), db });
      await context.close();
      await close();
      await system.stop();
    },
    { scope: 'worker' },
  ],
});

test.describe.configure({ mode: 'serial' });

test('a mail server in trouble stands on the overview and in the settings, with the reason, until it works', async ({
  own: { page, db },
}) => {
  await page.goto('/mobileadmin/settings');
  const servers = page.getByRole('region', { name: 'Mail servers' });
  await expect(servers).toContainText('made-up mail in memory takes the place of mail servers');

  await declareMailServers(db, { imap: imap.address, smtp: null }, new Date());
  await expect(servers).toContainText('Not used yet');
  await expect(servers).toContainText('no server is configured, so mail cannot be sent');
  await recordMailServer(db, { ...imap, problem: 'certificate_not_trusted', at: new Date() });
  await expect(servers).toContainText('its certificate is not trusted');
  await expect(servers).toContainText('set MAIL_CA_FILE');
  await expectAccessible(page, 'mail servers in trouble');

  await page.goto('/mobileadmin');
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await expect(attention).toContainText('SMTP server: no server is configured');
  await attention.getByRole('link', { name: 'IMAP server: its certificate is not trusted' }).click();
  await expect(servers).toBeVisible();
  await recordMailServer(db, { ...imap, problem: null, at: new Date() });
  await expect(servers).toContainText('Works');
  await expect(servers).not.toContainText('certificate');
});

test('the records for phones can be copied and looked up, and what is wrong is said in words', async ({
  own: { page, db },
}) => {
  await db.mailbox.createMany({ data: [{ name: 'anna@example.com' }, { name: 'bert@example.com' }] });
  await page.goto('/mobileadmin/settings');
  const addresses = page.getByRole('region', { name: 'Addresses for phones' });
  const record = (type: string) =>
    addresses.getByRole('table', { name: 'Records for example.com' }).getByRole('row').filter({ hasText: type });
  await expect(record('CNAME')).toContainText('autodiscover.example.com');
  await expect(record('SRV')).toContainText('0 0 443 phones.example.net');
  await expect(record('SRV')).toContainText('not looked up yet');

  // DNS as the console would find it: the one peer that a test cannot bring along. What makes this of DNS has its own tests.
  const now = new Date();
  const answer: AddressCheck = {
    checkedAt: now.toISOString(),
    host: { state: 'ok', addresses: ['192.0.2.1'] },
    certificate: {
      state: 'ends_soon',
      validFrom: now.toISOString(),
      validTo: new Date(now.getTime() + 864e6).toISOString(),
    },
    domains: [
      {
        domain: 'example.com',
        isInCertificate: false,
        records: [
          {
            type: 'CNAME',
            name: 'autodiscover.example.com',
            value: 'phones.example.net',
            state: 'elsewhere',
            found: ['198.51.100.9'],
          },
          {
            type: 'SRV',
            name: '_autodiscover._tcp.example.com',
            value: '0 0 443 phones.example.net',
            state: 'missing',
            found: [],
          },
        ],
      },
    ],
  };
  await page.route('**/api/v1/settings/addresses/check', (route) => route.fulfill({ json: answer }));
  await addresses.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The records were looked up.' })).toBeVisible();
  await expect(record('CNAME')).toContainText('Points elsewhere');
  await expect(record('CNAME')).toContainText('198.51.100.9');
  await expect(record('SRV')).toContainText('Missing');
  await expect(addresses).toContainText('Expires soon');
  await expect(addresses).toContainText('The certificate does not name autodiscover.example.com');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page, `addresses, ${colorScheme}`);
  }

  await page.route('**/api/v1/settings/addresses/check', (route) => route.abort());
  await addresses.getByRole('button', { name: 'Check now' }).click();
  await expect(addresses.getByText('The records could not be looked up')).toBeVisible();
});
