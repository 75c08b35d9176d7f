import type { Transaction } from '@/lib/db/client';

/** Names the advisory locks of mailboxes: "fold" in ASCII. */
const FOLDERS_LOCK = 0x666f6c64;

/** Lets one at a time change what is kept of the folders of a mailbox, engine or console, until the transaction ends. */
export async function lockFolders(tx: Transaction, mailbox: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FOLDERS_LOCK}::int, hashtext(${mailbox}))`;
}
