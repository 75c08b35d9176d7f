import type { FetchMessageObject, ImapFlow, MessageAddressObject } from 'imapflow';
import { fetchBodies } from './message-bodies';
import type { Address, FolderListing, Message, MessageState } from '@/engine/backends/contract';

const STATUS = { messages: true, uidNext: true, uidValidity: true, unseen: true, highestModseq: true } as const;

/** Changes with every arrival, deletion and, on any server with CONDSTORE, every flag. */
export async function folderToken(client: ImapFlow, path: string): Promise<string> {
  // Of the folder that is open, a server tells what this connection has seen so far: let it see what there is.
  if (client.mailbox !== false && client.mailbox.path === path) await client.noop();
  const status = await client.status(path, STATUS);
  if (status === false) throw new Error('The mail server refuses STATUS');
  const parts = [status.uidValidity, status.uidNext, status.messages, status.unseen, status.highestModseq];
  return parts.map((part) => part ?? '').join('.');
}

/** Uids and read marks of a folder. The token is read first: a change in between is noticed later, not missed. */
export async function listImapMessages(
  client: ImapFlow,
  path: string,
  since: Date | undefined,
): Promise<FolderListing> {
  const token = await folderToken(client, path);
  return withFolder(client, path, async (validity) => {
    const range = await messageRange(client, since);
    const messages: MessageState[] = [];
    if (range === null) return { validity, token, messages };
    for await (const { uid, flags } of client.fetch(range, { uid: true, flags: true }, { uid: true })) {
      if (!flags?.has('\\Deleted')) messages.push({ uid, isRead: flags?.has('\\Seen') ?? false });
    }
    return { validity, token, messages };
  });
}

/** Headers and the shown part of some messages; two or three round trips, however many they are. */
export async function fetchImapMessages(
  client: ImapFlow,
  path: string,
  { uids, bodyLimitBytes }: { uids: readonly number[]; bodyLimitBytes: number },
): Promise<Message[]> {
  if (uids.length === 0) return [];
  return withFolder(client, path, async () => {
    const query = {
      uid: true,
      flags: true,
      envelope: true,
      internalDate: true,
      bodyStructure: true,
      headers: ['importance', 'x-priority'],
    };
    const heads = await client.fetchAll(uids.join(','), query, { uid: true });
    const wanted = new Set(uids);
    const found = heads.filter(({ uid, flags }) => wanted.has(uid) && !flags?.has('\\Deleted'));
    const bodies = await fetchBodies(client, found, bodyLimitBytes);
    return found.map((head) => ({ ...readHead(head), body: bodies.get(head.uid) ?? emptyBody }));
  });
}

const emptyBody: Message['body'] = { format: 'text', content: '', sizeBytes: 0, isTruncated: false };

function readHead(head: FetchMessageObject): Omit<Message, 'body'> {
  const { envelope } = head;
  return {
    uid: head.uid,
    isRead: head.flags?.has('\\Seen') ?? false,
    receivedAt: new Date(head.internalDate ?? envelope?.date ?? 0),
    from: addresses(envelope?.from),
    to: addresses(envelope?.to),
    cc: addresses(envelope?.cc),
    replyTo: addresses(envelope?.replyTo),
    subject: envelope?.subject ?? '',
    importance: importance(head.headers?.toString('latin1') ?? ''),
  };
}

function addresses(list: readonly MessageAddressObject[] | undefined): Address[] {
  return (list ?? []).map(({ name, address }) => ({ name: name ?? '', address: address ?? '' }));
}

function importance(headers: string): Message['importance'] {
  if (/^(importance:\s*high|x-priority:\s*[12])/im.test(headers)) return 'high';
  if (/^(importance:\s*low|x-priority:\s*[45])/im.test(headers)) return 'low';
  return 'normal';
}

async function messageRange(client: ImapFlow, since: Date | undefined): Promise<string | number[] | null> {
  if (since === undefined) return '1:*';
  const found = await client.search({ since }, { uid: true });
  if (!Array.isArray(found)) throw new Error('The mail server refuses to search by date');
  return found.length > 0 ? found : null;
}

async function withFolder<Result>(
  client: ImapFlow,
  path: string,
  run: (validity: string) => Promise<Result>,
): Promise<Result> {
  const lock = await client.getMailboxLock(path, { readOnly: true });
  try {
    await client.noop(); // a connection that is used again hears here what happened meanwhile
    return await run(client.mailbox === false ? '' : String(client.mailbox.uidValidity));
  } finally {
    lock.release();
  }
}
