import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { GroupsPage } from './pages/groups-page';
import { MailboxPage } from './pages/mailbox-page';
import { DeviceView } from '@/lib/domain/devices/contract';
import { GroupList } from '@/lib/domain/mailboxes/contract';

// All stories that make groups are here, one after the other: a group that comes or goes makes every order outdated that
// somebody has not saved yet.
test.describe.configure({ mode: 'default' });

test('a group takes a mailbox by its pattern, the order decides between two, and what a person chose stays', async ({
  administratorPage: page,
  auditorPage,
  api,
  phones,
}) => {
  const phone = await phones.connect();
  await phone.reaches('pinging');
  const { mailbox } = phone;
  const [first, second] = [`First of ${mailbox}`, `Second of ${mailbox}`];
  const groups = new GroupsPage(page);
  await groups.open(mailbox);

  const mark = phone.mark;
  const dialog = await groups.create();
  await dialog.getByRole('textbox', { name: 'Name' }).fill(first);
  await dialog.getByRole('textbox', { name: 'Patterns' }).fill('two words');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await expect(dialog.getByText('“two words” is no pattern.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Patterns' }).fill(mailbox.toUpperCase());
  await expect(dialog.getByText('1 known mailbox matches')).toBeVisible();
  await expect(dialog.getByRole('list', { name: '1 mailbox joins' })).toContainText(`${mailbox}from no group`);
  await expectAccessible(page, 'a group that is being made');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await expect(groups.group(first)).toContainText('0 by hand, 1 by pattern');
  await expect(groups.row(mailbox)).toContainText(`${first}by pattern ${mailbox}`);
  // Another policy may hold now: the held request of the phone ends at once.
  await phone.hears('ping-ended', mark);

  await api.administrator.change('POST', '/groups', { name: second, patterns: [mailbox] });
  await expect(groups.group(second)).toContainText('no mailboxes');
  // By keyboard, until it stands before the other one.
  const up = groups.group(second).getByRole('button', { name: `Move ${second} up` });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect(groups.newOrder()).toContainText('1 mailbox changes its group.');
  await expect(up).toBeFocused();
  await expectAccessible(page, 'an order that is not saved');
  await groups.newOrder().getByRole('button', { name: 'Save order' }).click();
  await expect(groups.newOrder()).toBeHidden();
  await expect(groups.row(mailbox)).toContainText(`${second}by pattern ${mailbox}`);

  await groups.choose(mailbox, first);
  await expect(groups.row(mailbox)).toContainText(`${first}by hand`);
  await new GroupsPage(auditorPage).open(mailbox);
  await expect(new GroupsPage(auditorPage).group(first)).toContainText('1 by hand, 0 by pattern');
  await expect(auditorPage.getByRole('button', { name: `Move ${second} up` })).toHaveCount(0);

  await groups.choose(mailbox, 'Automatic, by the patterns of the groups');
  await expect(groups.row(mailbox)).toContainText(`${second}by pattern ${mailbox}`);
  const remove = await groups.remove(second);
  await expect(remove.getByRole('list', { name: '1 mailbox leaves' })).toContainText(`to ${first}`);
  await remove.getByRole('button', { name: 'Delete group' }).click();
  await expect(groups.row(mailbox)).toContainText(`${first}by pattern ${mailbox}`);
  const left = await api.administrator.get('/groups', GroupList);
  expect(left.groups.find(({ name }) => name === first)).toMatchObject({ byPatternCount: 1 });
});

test('what somebody else saved of a group meanwhile is shown beside what was written, and is not overwritten unseen', async ({
  administratorPage: page,
  api,
  phones,
}) => {
  const { mailbox } = await phones.connect();
  const name = `Contested ${mailbox}`;
  await api.administrator.change('POST', '/groups', { name, patterns: ['a.test'] });
  const { groups: known } = await api.administrator.get('/groups', GroupList);
  const { id, version } = known.find((group) => group.name === name) ?? {};
  const groups = new GroupsPage(page);
  await groups.open(mailbox);
  const dialog = await groups.change(name);
  await dialog.getByRole('textbox', { name: 'Patterns' }).fill('mine.test');
  await api.administrator.change('PATCH', `/groups/${id}`, { version, patterns: ['theirs.test'] });
  const conflict = dialog.getByRole('status').filter({ hasText: 'Someone else has changed this group' });
  await expect(conflict).toContainText('*@theirs.test');
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await expectAccessible(page, 'a group that somebody else has changed');
  await conflict.getByRole('button', { name: 'Keep my entries' }).click();
  await expect(conflict).toBeHidden();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(groups.group(name)).toContainText('*@mine.test');
  await api.administrator.change('DELETE', `/groups/${id}`);
});

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
