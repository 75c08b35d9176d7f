import type { Database, Transaction } from '@/lib/db/client';
import type { MailboxFolder } from '@/lib/domain/folders/contract';
import { lowerCase } from '@/lib/domain/enum-case';

/** More than any mailbox has. */
const FOLDER_LIMIT = 10_000;

/** A folder with the id that phones know it by. */
export type LoadedFolder = MailboxFolder & { readonly folderId: string };

/** The folders that the mail server listed last, in the order of their paths, and the revision of the mailbox. */
export async function loadFolders(
  db: Database | Transaction,
  mailbox: string,
): Promise<{ folders: LoadedFolder[]; revision: number }> {
  const rows = await db.mailFolder.findMany({
    where: { mailbox },
    orderBy: { path: 'asc' },
    take: FOLDER_LIMIT,
    select: {
      path: true,
      folderId: true,
      delimiter: true,
      detectedKind: true,
      chosenKind: true,
      revision: true,
      goneAt: true,
    },
  });
  const present = rows.filter(({ goneAt }) => goneAt === null);
  const paths = new Set(present.map(({ path }) => path));
  const folders = present.map(({ path, folderId, delimiter, detectedKind, chosenKind }) => {
    const parentPath = parentOf(path, delimiter, paths);
    return {
      path,
      folderId,
      name: parentPath === null ? path : path.slice(parentPath.length + delimiter.length),
      parentPath,
      detectedRole: lowerCase(detectedKind),
      chosenRole: chosenKind && lowerCase(chosenKind),
    };
  });
  return { folders, revision: Math.max(0, ...rows.map(({ revision }) => revision)) };
}

/** The nearest folder around it that is there: one that holds no messages is not. */
function parentOf(path: string, delimiter: string, paths: ReadonlySet<string>): string | null {
  if (delimiter === '') return null;
  for (let end = path.lastIndexOf(delimiter); end > 0; end = path.lastIndexOf(delimiter, end - 1)) {
    const parent = path.slice(0, end);
    if (paths.has(parent)) return parent;
  }
  return null;
}
