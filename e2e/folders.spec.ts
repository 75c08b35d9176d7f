import { randomBytes } from 'node:crypto';
import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { HistoryPage } from './pages/history-page';
import { MailboxPage } from './pages/mailbox-page';
import { createDatabase } from '@/lib/db/client';
import type { MailFolderKind } from '@/lib/db/generated/enums';
import { DeviceView } from '@/lib/domain/devices/contract';

/** Writes folders down as the engine does after it has listed those of an IMAP server. */
async function listFolders(databaseUrl: string, mailbox: string): Promise<void> {
  const { db, close } = createDatabase(databaseUrl, { max: 1 });
  const folder = (path: string, detectedKind: MailFolderKind) => {
    return { mailbox, path, folderId: randomBytes(8).toString('hex'), delimiter: '/', detectedKind, revision: 1 };
  };
  await db.mailFolder.createMany({
    data: [folder('INBOX', 'INBOX'), folder('Sent', 'SENT'), folder('Work', 'MAIL'), folder('Work/Outgoing', 'MAIL')],
  });
  await close();
}

test('an administrator gives a role to another folder, is told first what phones will do, and takes it back', async ({
  administratorPage: page,
  auditorPage,
  api,
  phones,
  system,
}) => {
  const phone = await phones.connect();
  await phone.reaches('pinging');
  const { mailboxId } = await api.administrator.get(`/devices/${phone.deviceId}`, DeviceView);
  await listFolders(system.databaseUrl, phone.mailbox);

  await page.goto(`/mobileadmin/people?tab=mailboxes&search=${encodeURIComponent(phone.mailbox)}`);
  await page.getByRole('link', { name: phone.mailbox }).click();
  const mailbox = new MailboxPage(page);
  await expect(mailbox.folder('INBOX')).toContainText('Inbox');
  await expect(mailbox.role('INBOX')).toBeHidden();
  await expect(mailbox.save()).toBeHidden();

  await mailbox.role('Work/Outgoing').selectOption('Sent');
  await expect(mailbox.folders()).toContainText('1 device synchronises these folders anew');
  await expect(mailbox.folders()).toContainText('Work/Outgoing: Ordinary folder → Sent');
  await expect(mailbox.folders()).toContainText('Sent: Sent → Ordinary folder');
  await expectAccessible(page, 'a change of roles that is not saved');
  const mark = phone.mark;
  await mailbox.save().click();
  await expect(mailbox.told('The roles of the folders were saved.')).toBeVisible();
  await expect(mailbox.folder('Outgoing')).toContainText('Chosen by hand; detected: Ordinary folder');
  // The held request of the phone ends at once: it is to come for its folders.
  await phone.hears('ping-ended', mark);

  await new MailboxPage(auditorPage).open(mailboxId, phone.mailbox);
  await expect(new MailboxPage(auditorPage).folders().getByRole('combobox')).toHaveCount(0);
  await expect(new MailboxPage(auditorPage).folder('Outgoing')).toContainText('Sent');

  await mailbox.reset('Work/Outgoing').click();
  await mailbox.save().click();
  await expect(mailbox.role('Work/Outgoing')).toHaveValue('detected');
  await expect(mailbox.save()).toBeHidden();

  await auditorPage.goto(`/mobileadmin/history?mailbox=${encodeURIComponent(phone.mailbox)}`);
  await expect(new HistoryPage(auditorPage).page.getByText('chose what a folder of').first()).toBeVisible();
});

test('a choice that somebody else was quicker with is refused, and the folders are shown as they are now', async ({
  administratorPage: page,
  api,
  phones,
  system,
}) => {
  const phone = await phones.connect({ habits: { sleepsAfterSetUp: true } });
  const { mailboxId } = await api.administrator.get(`/devices/${phone.deviceId}`, DeviceView);
  await listFolders(system.databaseUrl, phone.mailbox);
  const mailbox = new MailboxPage(page);
  await mailbox.open(mailboxId, phone.mailbox);
  // Nothing tells this page of the change: as if its connection were just away.
  await page.route('**/api/v1/events', (route) => route.abort());
  await page.reload();
  await mailbox.role('Work').selectOption('Archive');
  const choices = [{ path: 'Work', role: 'junk' }];
  await api.administrator.change('PUT', `/mailboxes/${mailboxId}/folders`, { revision: 1, choices });
  await mailbox.save().click();
  await expect(page.getByText('The folders have changed in the meantime')).toBeVisible();
  await expect(mailbox.role('Work')).toHaveValue('junk');
});

test('a mailbox whose folders nobody has fetched says so', async ({ auditorPage: page, api, phones }) => {
  const phone = await phones.connect({ habits: { sleepsAfterSetUp: true } });
  const { mailboxId } = await api.auditor.get(`/devices/${phone.deviceId}`, DeviceView);
  const mailbox = new MailboxPage(page);
  await mailbox.open(mailboxId, phone.mailbox);
  await expect(mailbox.folders()).toContainText('No folder is known yet');
});
