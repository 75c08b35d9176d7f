import { expect, it } from 'vitest';
import { DatabaseFolderRegistry } from './folder-registry';
import type { FolderKind } from '@/engine/backends/contract';
import { chooseFolderRoles } from '@/lib/domain/folders/choose-folder-roles';
import { listMailboxFolders } from '@/lib/domain/folders/list-mailbox-folders';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { administrator } = testContexts(db);
let ahead = 0;
const registry = () => new DatabaseFolderRegistry(db, () => new Date(Date.now() + ahead));
const found = (...paths: string[]) => paths.map((path) => ({ path, delimiter: '/', kind: 'mail' as FolderKind }));
const rowsOf = (mailbox: string) => db.mailFolder.findMany({ where: { mailbox }, orderBy: { path: 'asc' } });

it('front ends that see new folders at the same time give them the same ids', async () => {
  const mailbox = 'race@example.com';
  const paths = Array.from({ length: 50 }, (_, index) => `Folder ${index}`);
  const seen = await Promise.all(
    Array.from({ length: 8 }, (_, index) => registry().reconcile(mailbox, found(...paths.slice(index)))),
  );
  for (const path of paths.slice(8)) {
    const ids = new Set(seen.map((folders) => folders.get(path)?.id));
    expect(ids.size).toBe(1);
  }
  expect(await rowsOf(mailbox)).toHaveLength(50);
});

it('nothing is written when nothing has changed', async () => {
  const mailbox = 'quiet@example.com';
  await registry().reconcile(mailbox, found('A', 'B'));
  const before = await rowsOf(mailbox);
  const version = await registry().version(mailbox);
  await registry().reconcile(mailbox, found('B', 'A'));
  expect(await rowsOf(mailbox)).toEqual(before);
  expect(await registry().version(mailbox)).toBe(version);
});

it('a renamed folder keeps its id, others are told that a path has changed, and mailboxes do not mix', async () => {
  const mailbox = 'moved@example.com';
  const other = 'other@example.com';
  const first = await registry().reconcile(mailbox, found('A', 'A/B', 'C'));
  await registry().reconcile(other, found('A'));
  const [version, otherVersion] = [await registry().version(mailbox), await registry().version(other)];
  await registry().rename(mailbox, { from: 'A', to: 'C/A', delimiter: '/' });
  const after = await registry().reconcile(mailbox, found('C', 'C/A', 'C/A/B', 'A'));
  expect(after.get('C/A')).toEqual(first.get('A'));
  expect(after.get('C/A/B')).toEqual(first.get('A/B'));
  expect(after.get('A')?.id).not.toBe(first.get('A')?.id);
  expect(await registry().version(mailbox)).not.toBe(version);
  expect(await registry().version(other)).toBe(otherVersion);
});

it('two folders that exchange their names exchange their ids', async () => {
  const mailbox = 'swapped@example.com';
  const first = await registry().reconcile(mailbox, found('A', 'B'));
  const version = await registry().version(mailbox);
  for (const [from, to] of [
    ['A', 'X'],
    ['B', 'A'],
    ['X', 'B'],
  ] as const) {
    await registry().rename(mailbox, { from, to, delimiter: '/' });
  }
  const after = await registry().reconcile(mailbox, found('A', 'B'));
  expect([after.get('A'), after.get('B')]).toEqual([first.get('B'), first.get('A')]);
  expect(await registry().version(mailbox)).not.toBe(version);
});

it('the kind that an administrator chose stays, whatever is detected', async () => {
  const mailbox = 'chosen@example.com';
  await registry().reconcile(mailbox, found('A'));
  await db.mailFolder.update({ where: { mailbox_path: { mailbox, path: 'A' } }, data: { chosenKind: 'SENT' } });
  const seen = await registry().reconcile(mailbox, [{ path: 'A', delimiter: '/', kind: 'trash' }]);
  expect(seen.get('A')?.chosenKind).toBe('sent');
  expect(await rowsOf(mailbox)).toMatchObject([{ detectedKind: 'TRASH', chosenKind: 'SENT' }]);
});

it('front ends notice by the version that the console chose a role, and take over role and id', async () => {
  const mailbox = 'console@example.com';
  const { id: mailboxId } = await db.mailbox.create({ data: { name: mailbox } });
  const before = await registry().reconcile(mailbox, found('A', 'A/B', 'C'));
  const version = await registry().version(mailbox);
  const { revision, folders } = await listMailboxFolders(administrator, { mailboxId });
  expect(folders.map(({ path, parentPath }) => [path, parentPath])).toEqual([
    ['A', null],
    ['A/B', 'A'],
    ['C', null],
  ]);
  await chooseFolderRoles(administrator, { mailboxId, revision, choices: [{ path: 'A/B', role: 'sent' }] });
  expect(await registry().version(mailbox)).not.toBe(version);
  const after = await registry().reconcile(mailbox, found('A', 'A/B', 'C'));
  expect(after.get('A/B')?.chosenKind).toBe('sent');
  expect(after.get('A/B')?.id).not.toBe(before.get('A/B')?.id);
  expect(after.get('C')).toEqual(before.get('C'));
});

it('the delimiter of a folder that was known without one is noted', async () => {
  const mailbox = 'delimiter@example.com';
  await registry().reconcile(mailbox, found('A'));
  await db.mailFolder.updateMany({ where: { mailbox }, data: { delimiter: '' } });
  await registry().reconcile(mailbox, found('A'));
  expect(await rowsOf(mailbox)).toMatchObject([{ delimiter: '/' }]);
});

it('a folder that is gone is forgotten a day later', async () => {
  const mailbox = 'gone@example.com';
  await registry().reconcile(mailbox, found('A', 'B'));
  await registry().reconcile(mailbox, found('A'));
  expect(await rowsOf(mailbox)).toMatchObject([{ goneAt: null }, { goneAt: expect.any(Date) }]);
  ahead = 25 * 3_600_000;
  await registry().reconcile(mailbox, found('A'));
  ahead = 0;
  expect(await rowsOf(mailbox)).toHaveLength(1);
});
