import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { MailboxPage } from './pages/mailbox-page';
import { DeviceView } from '@/lib/domain/devices/contract';
import { GroupList } from '@/lib/domain/mailboxes/contract';

test('the page of a mailbox says that phones are switched off, by whom, and leads to where it is changed', async ({
  administratorPage: page,
  helpdeskPage,
  api,
  phones,
}) => {
  const phone = await phones.connect();
  await phone.reaches('pinging');
  const { mailboxId } = await api.administrator.get(`/devices/${phone.deviceId}`, DeviceView);
  const name = `Left ${phone.mailbox}`;
  await api.administrator.change('POST', '/groups', { name, patterns: [phone.mailbox] });
  const { groups } = await api.administrator.get('/groups', GroupList);
  const groupId = groups.find((group) => group.name === name)?.id;
  const mailbox = new MailboxPage(page);
  await mailbox.open(mailboxId, phone.mailbox);
  await expect(mailbox.facts()).toContainText('as for everybody');

  // The page follows by itself.
  await api.administrator.change('PUT', `/access/groups/${groupId}`, { isEasEnabled: false, reason: 'left' });
  await expect(mailbox.facts()).toContainText('switched off');
  await expect(mailbox.facts()).toContainText(`by the group “${name}”`);
  await expectAccessible(page, 'a mailbox whose phones are switched off');
  await api.administrator.change('PUT', `/access/mailboxes/${mailboxId}`, { isEasEnabled: true, reason: 'back' });
  await expect(mailbox.facts()).toContainText('said for this mailbox');

  const seenByHelpdesk = new MailboxPage(helpdeskPage);
  await seenByHelpdesk.open(mailboxId, phone.mailbox);
  await expect(seenByHelpdesk.facts()).toContainText('The same for every mailbox');
  await expect(seenByHelpdesk.facts().getByRole('link', { name: 'Switches for phones' })).toHaveCount(0);
  await mailbox.facts().getByRole('link', { name: 'Switches for phones' }).click();
  await expect(page).toHaveURL(/\/mobileadmin\/access#switches$/);
  await api.administrator.change('DELETE', `/groups/${groupId}`);
  await api.administrator.change('PUT', `/access/mailboxes/${mailboxId}`, { isEasEnabled: null, reason: 'over' });
});
