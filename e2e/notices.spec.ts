import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { SettingsPage } from './pages/settings-page';
import { startSmtpPeer } from '@/engine/backends/smtp/testing/smtp-peer';
import { createDatabase } from '@/lib/db/client';
import { declareNoticeSender } from '@/lib/domain/notices/declare-notice-sender';

test('people choose in the settings what they are told by mail, and try whether it arrives', async ({
  helpdeskPage: page,
  startFrontEnd,
  system,
}) => {
  let answer: string | null = '550 5.7.1 We do not know you';
  const mailServer = await startSmtpPeer({ toMessage: () => answer });
  const settings = new SettingsPage(page);
  await settings.open();
  const notices = page.getByRole('region', { name: 'Notices by mail' });
  await expect(notices).toContainText('Mail is not set up for notices');
  await expect(notices.getByRole('button', { name: 'Send a test mail' })).toBeHidden();

  await startFrontEnd({
    NOTICE_SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
    NOTICE_FROM: 'mobileadmin@example.com',
    PUBLIC_URL: 'https://mail.example.com',
  });
  // The open page hears that it is set up.
  await expect(notices).not.toContainText('Mail is not set up');
  await expect(notices.getByRole('checkbox')).toHaveCount(2); // what the helpdesk sees
  await expect(notices.getByRole('checkbox', { name: /^Devices in quarantine/ })).toBeChecked();
  await notices.getByRole('checkbox', { name: /^Phones that get nowhere/ }).check();
  await notices.getByRole('radio', { name: 'Deutsch' }).check();
  await notices.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your notices were saved.' })).toBeVisible();
  await page.reload();
  await expect(notices.getByRole('checkbox', { name: /^Phones that get nowhere/ })).toBeChecked();
  await expect(notices.getByRole('radio', { name: 'Deutsch' })).toBeChecked();

  await notices.getByRole('button', { name: 'Send a test mail' }).click();
  await expect(notices.getByRole('alert')).toContainText('550 5.7.1 We do not know you');
  answer = null;
  await notices.getByRole('button', { name: 'Send a test mail' }).click();
  await expect(notices.getByRole('status')).toContainText('The mail server accepted the test mail');
  // Other tests make things that are told meanwhile.
  const subjects = mailServer.taken.map(({ raw }) => /^Subject: (.+)$/im.exec(raw.toString())?.[1]?.trim());
  expect(subjects.filter((subject) => subject?.includes('Test'))).toEqual(['Mobileadmin: Test-E-Mail']);
  await expectAccessible(page, 'settings');

  // Other tests find it as they would without this one.
  await mailServer.stop();
  const { db, close } = createDatabase(system.databaseUrl, { max: 1 });
  await declareNoticeSender(db, { from: null, hasLinks: false });
  await close();
});
