import { createHash } from 'node:crypto';
import type { ImapFlow } from 'imapflow';
import { marksOf } from './marks';
import { openFolder } from './open-folder';
import { problemOf, refusalOf } from './refusal';
import { uidSets } from './uid-sets';
import { type FolderListing, type MessageState } from '@/engine/backends/contract';

const STATUS = { messages: true, uidNext: true, uidValidity: true, unseen: true, highestModseq: true } as const;

export type FolderStatus = { readonly token: string; readonly uidNext: number; readonly modseq: bigint | null };

/**
 * Where a folder stands. Without CONDSTORE, STATUS shows arrivals, deletions and how many are unread: which messages are
 * unread, flagged or answered is asked for as well. Opens the folder then.
 */
export async function thoroughStatus(client: ImapFlow, path: string): Promise<FolderStatus> {
  await leaveFolder(client, path);
  const status = await folderStatus(client, path);
  if (status.modseq !== null) return status;
  const marked = await openFolder(client, { path, isChanged: false }, async () => [
    await client.search({ seen: false }, { uid: true }),
    await client.search({ flagged: true }, { uid: true }),
    await client.search({ answered: true }, { uid: true }),
  ]);
  const digest = createHash('sha256').update(JSON.stringify(marked)).digest('base64url').slice(0, 22);
  return { ...status, token: `${status.token}.${digest}` };
}

/** Where a folder stands, at a glance: with CONDSTORE, the token changes with every flag as well. */
export async function folderStatus(client: ImapFlow, path: string): Promise<FolderStatus> {
  // Of the folder that is open, a server tells what this connection has seen so far, even if the folder was made anew.
  if (client.mailbox !== false && client.mailbox.path === path)
    await openFolder(client, { path, isChanged: false }, nothing);
  const status = await client.status(path, STATUS).catch((error: unknown) => {
    throw problemOf(error) ?? error;
  });
  if (status === false) throw problemOf(refusalOf(client), 'missing') ?? refusalOf(client);
  const parts = [status.uidValidity, status.uidNext, status.messages, status.unseen, status.highestModseq];
  const modseq = status.highestModseq ? status.highestModseq : null;
  return { token: parts.map((part) => part ?? '').join('.'), uidNext: status.uidNext ?? 0, modseq };
}

/** A folder that is not open need not be opened again for its status, the next time either. */
async function leaveFolder(client: ImapFlow, path: string): Promise<void> {
  // CLOSE removes what is marked for deletion, unless the folder was opened to be read only.
  if (client.mailbox !== false && client.mailbox.path === path && client.mailbox.readOnly) await client.mailboxClose();
}

const nothing = () => Promise.resolve();

/** Uids and marks of a folder. The token is read first: a change in between is noticed later, not missed. */
export async function listMessages(client: ImapFlow, path: string, since: Date | undefined): Promise<FolderListing> {
  const { token } = await thoroughStatus(client, path);
  return openFolder(client, { path, isChanged: false }, async ({ uidValidity }) => {
    const messages: MessageState[] = [];
    for (const range of await rangesSince(client, since)) {
      for await (const { uid, flags } of client.fetch(range, { uid: true, flags: true }, { uid: true })) {
        if (flags && !flags.has('\\Deleted')) messages.push({ uid, ...marksOf(flags) });
      }
    }
    return { validity: String(uidValidity), token, messages };
  });
}

async function rangesSince(client: ImapFlow, since: Date | undefined): Promise<string[]> {
  if (since === undefined) return ['1:*'];
  const found = await client.search({ since }, { uid: true });
  if (!Array.isArray(found)) throw refusalOf(client);
  return uidSets(found);
}
