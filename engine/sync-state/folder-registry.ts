import type { FolderKind, FolderRegistry, FoundFolder, RegisteredFolder } from '@/engine/backends/contract';
import { type FolderRow, reconcileFolders, renamedRows } from '@/engine/backends/reconcile-folders';
import { lockFolders } from '@/lib/domain/folders/lock-folders';
import type { Database, Transaction } from '@/lib/db/client';
import type { MailFolderKind } from '@/lib/db/generated/client';

// Implementation notes
// - Front ends list the folders of a mailbox at the same time. Whoever finds something new decides under a lock, on what
//   the database has then: a path has one id, whoever saw it first.
// - Nothing is written when nothing has changed, which is nearly always.
// - A row whose path or id changes is written anew with a higher revision. Front ends keep paths in memory for as long as
//   the highest revision of the mailbox is the one they read.

/** Ids and kinds of the folders of all mailboxes, in the database: the same for every front end. */
export class DatabaseFolderRegistry implements FolderRegistry {
  constructor(
    private readonly db: Database,
    private readonly now: () => Date,
  ) {}

  async reconcile(mailbox: string, found: readonly FoundFolder[]): Promise<ReadonlyMap<string, RegisteredFolder>> {
    const seen = reconcileFolders(await readRows(this.db, mailbox), found, this.now());
    const rows = seen.isChanged
      ? await this.change(mailbox, (known) => reconcileFolders(known, found, this.now()).rows)
      : seen.rows;
    return new Map(rows.map(({ path, folderId, chosenKind }) => [path, { id: folderId, chosenKind }]));
  }

  async rename(mailbox: string, change: { from: string; to: string; delimiter: string }): Promise<void> {
    await this.change(mailbox, (known) => renamedRows(known, change));
  }

  async version(mailbox: string): Promise<string> {
    return String(await lastRevision(this.db, mailbox));
  }

  private change(
    mailbox: string,
    decide: (known: readonly FolderRow[]) => readonly FolderRow[],
  ): Promise<readonly FolderRow[]> {
    return this.db.$transaction(async (tx) => {
      await lockFolders(tx, mailbox);
      const known = await readRows(tx, mailbox);
      const rows = decide(known);
      await writeRows(tx, mailbox, { known, rows });
      return rows;
    });
  }
}

async function lastRevision(db: Database | Transaction, mailbox: string): Promise<number> {
  const last = await db.mailFolder.findFirst({
    where: { mailbox },
    orderBy: { revision: 'desc' },
    select: { revision: true },
  });
  return last?.revision ?? 0;
}

async function readRows(db: Database | Transaction, mailbox: string): Promise<FolderRow[]> {
  const rows = await db.mailFolder.findMany({
    where: { mailbox },
    select: { path: true, folderId: true, delimiter: true, detectedKind: true, chosenKind: true, goneAt: true },
  });
  return rows.map(({ path, folderId, delimiter, detectedKind, chosenKind, goneAt }) => ({
    path,
    folderId,
    delimiter,
    detectedKind: fromStored[detectedKind],
    chosenKind: chosenKind && fromStored[chosenKind],
    goneAt,
  }));
}

async function writeRows(
  tx: Transaction,
  mailbox: string,
  { known, rows }: { known: readonly FolderRow[]; rows: readonly FolderRow[] },
): Promise<void> {
  const before = new Map(known.map((row) => [row.path, row]));
  const isMapped = (row: FolderRow) => before.get(row.path)?.folderId === row.folderId;
  const kept = new Set(rows.filter(isMapped).map(({ path }) => path));
  const removed = known.filter(({ path }) => !kept.has(path)).map(({ path }) => path);
  const added = rows.filter((row) => !isMapped(row));
  const revision = (await lastRevision(tx, mailbox)) + 1;
  if (removed.length > 0) await tx.mailFolder.deleteMany({ where: { mailbox, path: { in: removed } } });
  if (added.length > 0) {
    await tx.mailFolder.createMany({ data: added.map((row) => ({ mailbox, revision, ...toStoredRow(row) })) });
  }
  await updateRows(
    tx,
    mailbox,
    rows.filter((row) => kept.has(row.path) && !isSeenAlike(row, before.get(row.path))),
  );
}

function isSeenAlike(row: FolderRow, old: FolderRow | undefined): boolean {
  const isAlike = old?.detectedKind === row.detectedKind && old.delimiter === row.delimiter;
  return isAlike && old.goneAt?.getTime() === row.goneAt?.getTime();
}

/** The chosen kind is left alone: the console may have changed it meanwhile. Folders often come and go together. */
async function updateRows(tx: Transaction, mailbox: string, rows: readonly FolderRow[]): Promise<void> {
  const alike = new Map<string, FolderRow[]>();
  for (const row of rows) {
    const key = `${row.detectedKind} ${row.delimiter} ${row.goneAt?.getTime()}`;
    const group = alike.get(key) ?? [];
    group.push(row);
    alike.set(key, group);
  }
  for (const group of alike.values()) {
    const [first] = group.map(toStoredRow);
    if (!first) continue;
    const { delimiter, detectedKind, goneAt } = first;
    const paths = group.map(({ path }) => path);
    await tx.mailFolder.updateMany({
      where: { mailbox, path: { in: paths } },
      data: { delimiter, detectedKind, goneAt },
    });
  }
}

function toStoredRow({ path, folderId, delimiter, detectedKind, chosenKind, goneAt }: FolderRow) {
  const stored = { path, folderId, delimiter, detectedKind: toStored[detectedKind], goneAt };
  return { ...stored, chosenKind: chosenKind && toStored[chosenKind] };
}

const toStored = {
  inbox: 'INBOX',
  drafts: 'DRAFTS',
  sent: 'SENT',
  trash: 'TRASH',
  outbox: 'OUTBOX',
  junk: 'JUNK',
  archive: 'ARCHIVE',
  mail: 'MAIL',
  calendar: 'CALENDAR',
  contacts: 'CONTACTS',
  tasks: 'TASKS',
} as const satisfies Record<FolderKind, MailFolderKind>;

const fromStored = {
  INBOX: 'inbox',
  DRAFTS: 'drafts',
  SENT: 'sent',
  TRASH: 'trash',
  OUTBOX: 'outbox',
  JUNK: 'junk',
  ARCHIVE: 'archive',
  MAIL: 'mail',
  CALENDAR: 'calendar',
  CONTACTS: 'contacts',
  TASKS: 'tasks',
} as const satisfies Record<MailFolderKind, FolderKind>;
