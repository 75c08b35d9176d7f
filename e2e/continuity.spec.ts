import { expectAccessible } from './fixtures/accessibility';
import { expect, test } from './fixtures/test';
import { DevicePage } from './pages/device-page';

test('a stolen phone that comes back under another device id is recognised, and its block carried over by a click', async ({
  administratorPage: page,
  helpdeskPage,
  api,
  phones,
}) => {
  const model = `Twin ${Date.now()}`;
  const former = await phones.connect({ model, name: 'Anna of the twins' });
  await former.phone.stop();
  const reason = 'stolen in the train';
  await api.administrator.change('POST', `/devices/${former.deviceId}/access`, { decision: 'block', reason });
  const again = await phones.connect({ model, name: 'Anna of the twins', mailbox: former.mailbox });

  const seen = new DevicePage(helpdeskPage);
  await seen.open(again.deviceId);
  const notice = /This is (probably )?the former “Anna of the twins”/;
  await expect(helpdeskPage.getByText(notice)).toBeVisible();
  await expect(seen.button('Carry over the block …')).toBeHidden();

  const device = new DevicePage(page);
  await device.open(again.deviceId);
  await expect(page.getByText(notice)).toBeVisible();
  await expect(page.getByText('It was blocked by hand. The new partnership is not')).toBeVisible();
  await expectAccessible(page, 'a former partnership');
  await device.button('Carry over the block …').click();
  const dialog = device.dialog('Carry over the block');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('the same phone');
  await expectAccessible(page, 'carrying over a block');
  await dialog.getByRole('button', { name: 'Block as before' }).click();
  await expect(dialog).toBeHidden();

  await expect(device.summary()).toContainText('blocked by hand');
  const told = 'carried over from a former partnership that the device is blocked';
  await expect(device.history().filter({ hasText: told })).toBeVisible();
  await expect(device.button('Carry over the block …')).toBeHidden();
});
