import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { expect, test } from './fixtures/test';
import { HistoryPage } from './pages/history-page';
import { CommandView } from '@/lib/domain/commands/contract';

test('what was done to a phone can be found, read, opened and exported', async ({ api, auditorPage, phones }) => {
  const phone = await phones.connect();
  const order = { kind: 'wipe', reason: 'left in a taxi, "urgent"' };
  await api.helpdesk.post(`/devices/${phone.deviceId}/commands`, CommandView, order);
  await phone.reaches('wiped');

  const history = new HistoryPage(auditorPage);
  await history.open();
  await history.filter('Mailbox').fill(phone.mailbox);
  await expect(history.entries()).toHaveText([
    new RegExp(`${phone.name} of ${phone.mailbox} acknowledged the wipe as done`),
    new RegExp(`The wipe was delivered to ${phone.name}`),
    new RegExp(`Hanna Holt \\(Helpdesk\\) queued a wipe for ${phone.name}`),
    /connected for the first time/,
  ]);
  await history.filterAction('Command queued');
  await expect(history.entries()).toHaveCount(1);
  await expect(history.entries()).toContainText(`Reason: ${order.reason}`);
  await expect(history.entries()).toContainText('127.0.0.1');
  await expect(auditorPage).toHaveURL(/action=command_queued/);

  const entry = history.entries();
  await entry.getByRole('button', { name: /^Details of entry/ }).click();
  await expect(entry).toContainText('Hanna Holt (Helpdesk)');
  await expect(entry.getByRole('button', { name: 'Copy the hash' })).toBeVisible();
  await expect(entry.getByRole('link', { name: 'Show the device' })).toBeVisible();

  const csv = await readFile(await (await history.download('CSV')).path(), 'utf8');
  const records = csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
  expect(records).toHaveLength(2);
  expect(records[1]).toContain('command_queued');
  expect(records[1]).toContain('"left in a taxi, ""urgent"""');

  await history
    .activeFilters()
    .getByRole('button', { name: /^Remove filter What/ })
    .click();
  await expect(history.entries()).toHaveCount(4);
  const json = await readFile(await (await history.download('JSON')).path(), 'utf8');
  const entries = z.array(z.object({ action: z.string() })).parse(JSON.parse(json));
  expect(entries.map(({ action }) => action)).toEqual([
    'device_registered',
    'command_queued',
    'command_delivered',
    'command_acknowledged',
  ]);
  // Whoever takes a copy of the history away is in it.
  await history.open({ actor: 'Aurel Abt' });
  await expect(history.entry('Aurel Abt (Auditor) exported the history (filtered).').first()).toBeVisible();
});

test('verification says that the chain is intact, and what to write down', async ({ auditorPage }) => {
  const history = new HistoryPage(auditorPage);
  await history.open();
  await auditorPage.getByRole('button', { name: 'Verify' }).click();
  const dialog = auditorPage.getByRole('dialog', { name: 'Verify the history' });
  await dialog.getByRole('button', { name: 'Check now' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'The history is intact' })).toBeVisible();
  await expect(dialog).toContainText(/\d+ entries were checked on/);
  await expect(dialog.getByRole('region', { name: 'To write down' })).toContainText(/[0-9a-f]{64}/);
});
