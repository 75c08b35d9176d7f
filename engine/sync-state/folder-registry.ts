import type { FolderKind } from '@/engine/backends/contract';
import type { FolderRegistry, FoundFolder, RegisteredFolder } from '@/engine/backends/folder-registry';
import { type FolderRow, reconcileFolders, renamedRows } from '@/engine/backends/reconcile-folders';
import { lockFolders } from '@/lib/domain/folders/lock-folders';
import type { Database, Transaction } from '@/lib/db/client';
import type { MailFolderKind } from '@/lib/db/generated/client';
import { SharedStatement } from '@/lib/db/shared-statement';

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
    const known = (await folderRows.ask(this.db, mailbox)).map(toFolderRow);
    const seen = reconcileFolders(known, found, this.now());
    const rows = seen.isChanged
      ? await this.change(mailbox, (latest) => reconcileFolders(latest, found, this.now()).rows)
      : seen.rows;
    return new Map(rows.map(({ path, folderId, chosenKind }) => [path, { id: folderId, chosenKind }]));
  }

  async rename(mailbox: string, change: { from: string; to: string; delimiter: string }): Promise<void> {
    await this.change(mailbox, (known) => renamedRows(known, change));
  }

  async version(mailbox: string): Promise<string> {
    const [last] = await lastRevisions.ask(this.db, mailbox);
    return String(last?.revision ?? 0);
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

type StoredFolder = {
  readonly path: string;
  readonly folderId: string;
  readonly delimiter: string;
  readonly detectedKind: MailFolderKind;
  readonly chosenKind: MailFolderKind | null;
  readonly goneAt: Date | null;
};

/** Every FolderSync asks this, for its mailbox. */
const folderRows = new SharedStatement<string, StoredFolder & { readonly place: number }>({
  name: 'mail-folders',
  text: `
    SELECT asked.place::int - 1 AS place, f.path, f.folder_id AS "folderId", f.delimiter, f.detected_kind::text AS "detectedKind",
      f.chosen_kind::text AS "chosenKind", f.gone_at AS "goneAt"
    FROM unnest($1::text[]) WITH ORDINALITY AS asked (mailbox, place) JOIN mail_folder f ON f.mailbox = asked.mailbox`,
  values: (mailboxes) => [mailboxes],
});

/** Every request for mail asks this. */
const lastRevisions = new SharedStatement<string, { readonly place: number; readonly revision: number | null }>({
  name: 'mail-folder-revisions',
  text: `
    SELECT asked.place::int - 1 AS place,
      (SELECT max(f.revision) FROM mail_folder f WHERE f.mailbox = asked.mailbox) AS revision
    FROM unnest($1::text[]) WITH ORDINALITY AS asked (mailbox, place)`,
  values: (mailboxes) => [mailboxes],
});

async function lastRevision(db: Transaction, mailbox: string): Promise<number> {
  const last = await db.mailFolder.findFirst({
    where: { mailbox },
    orderBy: { revision: 'desc' },
    select: { revision: true },
  });
  return last?.revision ?? 0;
}

async function readRows(db: Transaction, mailbox: string): Promise<FolderRow[]> {
  const rows = await db.mailFolder.findMany({
    where: { mailbox },
    select: { path: true, folderId: true, delimiter: true, detectedKind: true, chosenKind: true, goneAt: true },
  });
  return rows.map(toFolderRow);
}

function toFolderRow({ path, folderId, delimiter, detectedKind, chosenKind, goneAt }: StoredFolder): FolderRow {
  return {
    path,
    folderId,
    delimiter,
    detectedKind: fromStored[detectedKind],
    chosenKind: chosenKind && fromStored[chosenKind],
    goneAt,
  };
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
