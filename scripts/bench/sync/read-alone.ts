import { ImapFlow, type MessageStructureObject } from 'imapflow';
import { type LoadReport, mailboxName, type ReadAloneOrder, sideBySide, WINDOW } from './load-orders';

/** What the engine asks of each mail of a first sync. */
const HEAD = {
  uid: true,
  flags: true,
  envelope: true,
  internalDate: true,
  size: true,
  bodyStructure: true,
  headers:
    'references thread-index thread-topic importance priority x-priority content-class sender auto-submitted x-message-flag'.split(
      ' ',
    ),
};
const CHUNK = 100;
const TEXT_BYTES = 814;

/** Reads mailboxes with the same commands as the engine, and does nothing with what comes. */
export async function readAlone(order: ReadAloneOrder): Promise<LoadReport> {
  const timesMs: number[] = [];
  const problems: string[] = [];
  const startedAt = performance.now();
  await sideBySide(order.mailboxes, order.sideBySide, async (index) => {
    const begunAt = performance.now();
    const count = await readMailbox(order, index);
    if (count === order.mails) timesMs.push(performance.now() - begunAt);
    else problems.push(`${mailboxName(index)}: ${count} mails`);
  });
  return { timesMs, elapsedMs: performance.now() - startedAt, problems };
}

async function readMailbox({ imapPort, password, mails }: ReadAloneOrder, index: number): Promise<number> {
  const auth = { user: mailboxName(index), pass: password };
  const connection = { host: '127.0.0.1', port: imapPort, secure: false, doSTARTTLS: false, logger: false } as const;
  const client = new ImapFlow({
    ...connection,
    auth,
    disableAutoIdle: true,
    disableBinary: true,
    disableCompression: true,
  });
  await client.connect();
  try {
    await client.list();
    let count = 0;
    while (count < mails) {
      await client.status('INBOX', {
        messages: true,
        uidNext: true,
        uidValidity: true,
        unseen: true,
        highestModseq: true,
      });
      const uids = await listUids(client);
      const wanted = uids.slice(count, count + Math.min(WINDOW, mails - count));
      for (let start = 0; start < wanted.length; start += CHUNK) {
        count += await readMails(client, wanted.slice(start, start + CHUNK));
      }
      if (wanted.length === 0) break;
    }
    return count;
  } finally {
    client.close();
  }
}

/** Marks of all mails, the newest first. */
async function listUids(client: ImapFlow): Promise<number[]> {
  await client.mailboxOpen('INBOX', { readOnly: true });
  const uids: number[] = [];
  for await (const { uid } of client.fetch('1:*', { uid: true, flags: true }, { uid: true })) uids.push(uid);
  return uids.toSorted((a, b) => b - a);
}

async function readMails(client: ImapFlow, uids: readonly number[]): Promise<number> {
  await client.mailboxOpen('INBOX', { readOnly: true });
  const heads = await client.fetchAll(uids.join(','), HEAD, { uid: true });
  await client.mailboxOpen('INBOX', { readOnly: true });
  const byPart = new Map<string, number[]>();
  for (const { uid, bodyStructure } of heads) {
    const part = bodyStructure && textPart(bodyStructure);
    if (part) byPart.set(part, [...(byPart.get(part) ?? []), uid]);
  }
  for (const [part, owners] of byPart) {
    const query = { uid: true, flags: true, bodyParts: [{ key: part, start: 0, maxLength: TEXT_BYTES }] };
    await client.fetchAll(owners.join(','), query, { uid: true });
  }
  return heads.length;
}

function textPart(structure: MessageStructureObject): string | null {
  if (structure.type === 'text/plain') return structure.part ?? '1';
  for (const child of structure.childNodes ?? []) {
    const found = textPart(child);
    if (found !== null) return found;
  }
  return null;
}
