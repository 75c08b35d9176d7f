import { FlagDetails } from '@/engine/content/flag-details';
import type { Database } from '@/lib/db/client';

// Implementation notes
// - A row counts only while the mail is flagged, so it is written before the flag is: whoever sees the flag finds it.
// - It goes when the flag is cleared or the mail is gone, as far as a phone's Sync notices, and with the oldest of a
//   mailbox beyond a number that nobody keeps in sight.

const MAX_OF_MAILBOX = 2000;

export type FlagPlace = { readonly mailbox: string; readonly folderId: string };

/** Keeps what a client said of a flag, in place of what was said before. */
export async function keepMailFlag(
  db: Database,
  { mailbox, folderId }: FlagPlace,
  { uid, validity, details }: { uid: number; validity: string; details: FlagDetails },
): Promise<void> {
  const name = { mailbox, folderId, uid: BigInt(uid) };
  const data = { validity, details };
  await db.mailFlag.upsert({
    where: { mailbox_folderId_uid: name },
    create: { ...name, ...data },
    update: data,
  });
  const [first] = await db.mailFlag.findMany({
    where: { mailbox },
    orderBy: { updatedAt: 'desc' },
    select: { updatedAt: true },
    skip: MAX_OF_MAILBOX,
    take: 1,
  });
  if (first) await db.mailFlag.deleteMany({ where: { mailbox, updatedAt: { lte: first.updatedAt } } });
}

export type FoundFlags = {
  readonly validity: string;
  readonly details: FlagDetails;
};

/** By uid. */
export async function findMailFlags(
  db: Database,
  { mailbox, folderId }: FlagPlace,
  uids: readonly number[],
): Promise<ReadonlyMap<number, FoundFlags>> {
  if (uids.length === 0) return new Map();
  const rows = await db.mailFlag.findMany({
    where: { mailbox, folderId, uid: { in: uids.map(BigInt) } },
    select: { uid: true, validity: true, details: true },
  });
  return new Map(
    rows.map(({ uid, validity, details }) => [
      Number(uid),
      { validity, details: FlagDetails.safeParse(details).data ?? {} },
    ]),
  );
}

export async function dropMailFlags(db: Database, { mailbox, folderId }: FlagPlace, uids: readonly number[]) {
  if (uids.length === 0) return;
  await db.mailFlag.deleteMany({ where: { mailbox, folderId, uid: { in: uids.map(BigInt) } } });
}
