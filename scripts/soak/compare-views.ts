import { ImapFlow } from 'imapflow';
import type { Client } from 'pg';
import type { SimulatedPhone } from '@/engine/testing/simulated-phone';
import { isMailType } from '@/engine/sync-state/hierarchy-state';
import { PASSWORD } from './mail-system';

/** An item with its marks, as one line; the same from the phone and from the mail server. */
type Items = Map<string, string>;

export type Comparison = {
  readonly items: number;
  /** Each is one thing that a phone shows and the mailbox does not have, or the other way round. */
  readonly differences: readonly string[];
};

/** Compares what each phone shows with what its mailbox has, read directly by IMAP. */
export async function compareViews(
  phones: readonly SimulatedPhone[],
  { imapPort, database }: { imapPort: number; database: Client },
): Promise<Comparison> {
  const differences: string[] = [];
  let items = 0;
  for (const user of new Set(phones.map(({ config }) => config.user))) {
    const owned = phones.filter(({ config }) => config.user === user);
    const inMailbox = await readMailbox(user, imapPort, database);
    for (const phone of owned) {
      const shown = viewOf(phone);
      items += shown.size;
      const who = `${user} ${phone.config.deviceId} ${phone.profile.name} ${phone.client.protocolVersion}`;
      for (const [id, line] of inMailbox) {
        if (shown.get(id) !== line) differences.push(`${who}: has ${shown.get(id) ?? 'nothing'}, not ${id} ${line}`);
      }
      for (const [id, line] of shown)
        if (!inMailbox.has(id)) differences.push(`${who}: has ${id} ${line}, which is gone`);
    }
  }
  return { items, differences };
}

const lineOf = (isRead: boolean, isFlagged: boolean, subject: string): string =>
  `${isRead ? 'read' : 'unread'}${isFlagged ? ' flagged' : ''} ${JSON.stringify(subject)}`;

/** Folders are in it as well, so that one that is missing shows even if it is empty. */
function viewOf({ memory }: SimulatedPhone): Items {
  const items: Items = new Map();
  for (const { serverId, type } of memory.folders.values()) {
    if (!isMailType(type)) continue;
    items.set(serverId, 'folder');
    for (const [id, { isRead, isFlagged, subject }] of memory.items.get(serverId) ?? []) {
      items.set(id, lineOf(isRead, isFlagged, subject));
    }
  }
  return items;
}

async function readMailbox(user: string, port: number, database: Client): Promise<Items> {
  const { rows } = await database.query<{ path: string; id: string }>(
    'SELECT path, folder_id AS id FROM mail_folder WHERE mailbox = $1 AND gone_at IS NULL',
    [user],
  );
  const idOf = new Map(rows.map(({ path, id }) => [path, id]));
  const auth = { user, pass: PASSWORD };
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth, logger: false });
  await client.connect();
  const items: Items = new Map();
  try {
    for (const { path, flags } of await client.list()) {
      if (flags.has('\\Noselect')) continue;
      const folderId = idOf.get(path) ?? `unknown folder ${path}`;
      items.set(folderId, 'folder');
      await client.mailboxOpen(path, { readOnly: true });
      for await (const mail of client.fetch('1:*', { uid: true, flags: true, envelope: true })) {
        const { uid, flags: marks = new Set<string>(), envelope } = mail;
        const line = lineOf(marks.has('\\Seen'), marks.has('\\Flagged'), envelope?.subject ?? '');
        items.set(`${folderId}:${uid}`, line);
      }
    }
  } finally {
    client.close();
  }
  return items;
}
