import { describe, expect, it } from 'vitest';
import { chooseFolderRoles } from '@/lib/domain/folders/choose-folder-roles';
import {
  ChooseFolderRolesInput,
  effectiveRoles,
  MailboxFolders,
  type ChoosableFolderRole,
} from '@/lib/domain/folders/contract';
import { listMailboxFolders } from '@/lib/domain/folders/list-mailbox-folders';
import type { MailFolderKind } from '@/lib/db/generated/enums';
import { ENGINE_CHANNEL } from '@/lib/domain/signals';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db, url } = await useDatabase();
const { administrator, helpdesk, auditor, phone } = testContexts(db);

/** A mailbox with one phone, whose folders a mail server has listed. */
async function aMailbox() {
  const device = await connectPhone(phone);
  const { mailbox } = device;
  const { id: mailboxId } = await db.mailbox.findUniqueOrThrow({ where: { name: mailbox }, select: { id: true } });
  const folder = (path: string, detectedKind: MailFolderKind, goneAt: Date | null = null) => ({
    mailbox,
    path,
    folderId: `id of ${path}`,
    delimiter: '/',
    detectedKind,
    revision: 3,
    goneAt,
  });
  await db.mailFolder.createMany({
    data: [
      folder('INBOX', 'INBOX'),
      folder('Sent', 'SENT'),
      folder('Projects', 'MAIL'),
      folder('Projects/Outgoing', 'MAIL'),
      folder('Lists/Team', 'MAIL'),
      folder('Old', 'MAIL', new Date()),
    ],
  });
  return { mailbox, mailboxId };
}

type Choices = Readonly<Record<string, ChoosableFolderRole>>;
const inputOf = (mailboxId: string, revision: number, choices: Choices) => ({
  mailboxId,
  revision,
  choices: Object.entries(choices).map(([path, role]) => ({ path, role })),
});
const idsOf = async (mailbox: string) =>
  Object.fromEntries(
    (await db.mailFolder.findMany({ where: { mailbox } })).map(({ path, folderId }) => [path, folderId]),
  );

describe('the folders of a mailbox', () => {
  it('are those that the server has, each in the nearest that is there, with what was detected', async () => {
    const { mailboxId } = await aMailbox();
    const view = MailboxFolders.parse(await listMailboxFolders(auditor, { mailboxId }));
    expect(view).toMatchObject({ mailboxId, revision: 3, deviceCount: 1 });
    expect(view.folders.map(({ name, parentPath, detectedRole }) => [name, parentPath, detectedRole])).toEqual([
      ['INBOX', null, 'inbox'],
      ['Lists/Team', null, 'mail'],
      ['Projects', null, 'mail'],
      ['Outgoing', 'Projects', 'mail'],
      ['Sent', null, 'sent'],
    ]);
  });

  it('get the role that is chosen; the one that had it becomes ordinary, and both are new to phones', async () => {
    const { mailbox, mailboxId } = await aMailbox();
    const before = await idsOf(mailbox);
    const view = await chooseFolderRoles(administrator, inputOf(mailboxId, 3, { 'Projects/Outgoing': 'sent' }));
    expect(view.revision).toBe(4);
    const roles = effectiveRoles(view.folders);
    expect([roles.get('Projects/Outgoing'), roles.get('Sent'), roles.get('INBOX')]).toEqual(['sent', 'mail', 'inbox']);
    const after = await idsOf(mailbox);
    const renewed = Object.keys(before).filter((path) => before[path] !== after[path]);
    expect(renewed.toSorted((a, b) => a.localeCompare(b))).toEqual(['Projects/Outgoing', 'Sent']);
    const [entry] = await db.auditEvent.findMany({ where: { action: 'folder_roles_chosen', mailbox } });
    expect(entry).toMatchObject({
      before: { 'Projects/Outgoing': 'detected' },
      after: { 'Projects/Outgoing': 'sent' },
      targetId: mailboxId,
    });
  });

  it('go back to what was detected when no choice is left, and stay as they are when nothing changes', async () => {
    const { mailbox, mailboxId } = await aMailbox();
    await chooseFolderRoles(administrator, inputOf(mailboxId, 3, { Projects: 'archive' }));
    const reset = await chooseFolderRoles(administrator, inputOf(mailboxId, 4, {}));
    expect(reset.folders.every(({ chosenRole }) => chosenRole === null)).toBe(true);
    const ids = await idsOf(mailbox);
    const again = await chooseFolderRoles(administrator, inputOf(mailboxId, 5, {}));
    expect(again.revision).toBe(5);
    expect(await idsOf(mailbox)).toEqual(ids);
    expect(await db.auditEvent.count({ where: { action: 'folder_roles_chosen', mailbox } })).toBe(2);
  });

  it('are not new to phones when what was detected is merely fixed', async () => {
    const { mailbox, mailboxId } = await aMailbox();
    const ids = await idsOf(mailbox);
    const view = await chooseFolderRoles(administrator, inputOf(mailboxId, 3, { Sent: 'sent' }));
    expect(view.folders.find(({ path }) => path === 'Sent')?.chosenRole).toBe('sent');
    expect(await idsOf(mailbox)).toEqual(ids);
  });

  it('end the held requests of the mailbox when their roles change', async () => {
    const { mailbox, mailboxId } = await aMailbox();
    const signals = await collectSignals(url, ENGINE_CHANNEL, () =>
      chooseFolderRoles(administrator, inputOf(mailboxId, 3, { Projects: 'archive' })),
    );
    expect(signals).toEqual([{ kind: 'mailbox', mailbox, why: 'folders' }]);
  });
});

describe('a choice of roles', () => {
  it('is refused when the folders have changed since they were read, with nothing written', async () => {
    const { mailbox, mailboxId } = await aMailbox();
    const before = await idsOf(mailbox);
    for (const [revision, choices] of [
      [2, { Projects: 'archive' }],
      [3, { 'Not there': 'archive' }],
      [3, { Old: 'archive' }],
      [3, { INBOX: 'archive' }],
    ] as const) {
      await expect(chooseFolderRoles(administrator, inputOf(mailboxId, revision, choices))).rejects.toMatchObject({
        code: 'folders_changed_meanwhile',
      });
    }
    expect(await idsOf(mailbox)).toEqual(before);
  });

  it('is made by one of two people who choose at once; the other is told', async () => {
    const { mailboxId } = await aMailbox();
    const results = await Promise.allSettled([
      chooseFolderRoles(administrator, inputOf(mailboxId, 3, { Projects: 'archive' })),
      chooseFolderRoles(administrator, inputOf(mailboxId, 3, { Projects: 'junk' })),
    ]);
    expect(results.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });

  it('gives a role to one folder only, never the Inbox, and names no folder twice', () => {
    const mailboxId = '018f0000-0000-7000-8000-000000000009';
    const isAccepted = (choices: unknown) =>
      ChooseFolderRolesInput.safeParse({ mailboxId, revision: 1, choices }).success;
    expect(
      isAccepted([
        { path: 'A', role: 'mail' },
        { path: 'B', role: 'mail' },
      ]),
    ).toBe(true);
    expect(
      isAccepted([
        { path: 'A', role: 'sent' },
        { path: 'B', role: 'sent' },
      ]),
    ).toBe(false);
    expect(
      isAccepted([
        { path: 'A', role: 'sent' },
        { path: 'A', role: 'junk' },
      ]),
    ).toBe(false);
    expect(isAccepted([{ path: 'A', role: 'inbox' }])).toBe(false);
  });

  it('is for administrators; a mailbox that is not there is not found', async () => {
    const { mailboxId } = await aMailbox();
    for (const ctx of [helpdesk, auditor, phone]) {
      await expect(chooseFolderRoles(ctx, inputOf(mailboxId, 3, {}))).rejects.toMatchObject({
        code: 'permission_denied',
      });
    }
    await expect(listMailboxFolders(phone, { mailboxId })).rejects.toMatchObject({ code: 'permission_denied' });
    const nowhere = '018f0000-0000-7000-8000-000000000009';
    await expect(listMailboxFolders(auditor, { mailboxId: nowhere })).rejects.toMatchObject({
      code: 'mailbox_not_found',
    });
    await expect(chooseFolderRoles(administrator, inputOf(nowhere, 0, {}))).rejects.toMatchObject({
      code: 'mailbox_not_found',
    });
  });
});
