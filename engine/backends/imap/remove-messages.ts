import type { ImapFlow } from 'imapflow';
import { hasExtension } from './has-extension';
import { storeFlags } from './mark-messages';
import { openFolder } from './open-folder';
import { problemOf, refusalOf } from './refusal';
import { uidSets } from './uid-sets';

/** Removes messages for good, and no others. @throws FolderProblem */
export async function removeMessages(client: ImapFlow, path: string, uids: readonly number[] | 'all'): Promise<void> {
  await openFolder(client, { path, isChanged: true }, async () => {
    const present = await client.search({ all: true }, { uid: true });
    if (!Array.isArray(present)) throw new Error('The mail server refuses to list messages');
    const wanted = new Set(uids === 'all' ? present : uids);
    await expungeUids(
      client,
      present.filter((uid) => wanted.has(uid)),
    );
  });
}

/** Removes messages of the open folder. */
export async function expungeUids(client: ImapFlow, uids: readonly number[]): Promise<void> {
  if (uids.length === 0) return;
  const canName = hasExtension(client, 'UIDPLUS');
  if (canName) {
    for (const range of uidSets(uids)) await expunge(client, range);
    return;
  }
  // EXPUNGE removes everything that is marked: what another mail program has marked is spared for the moment.
  const marked = await client.search({ deleted: true }, { uid: true });
  const own = new Set(uids);
  const others = (Array.isArray(marked) ? marked : []).filter((uid) => !own.has(uid));
  for (const range of uidSets(others)) await storeFlags(client, range, { remove: ['\\Deleted'] });
  try {
    const ranges = uidSets(uids);
    for (const range of ranges.slice(0, -1)) await storeFlags(client, range, { add: ['\\Deleted'] });
    await expunge(client, ranges.at(-1) ?? '');
  } finally {
    for (const range of uidSets(others)) await storeFlags(client, range, { add: ['\\Deleted'] });
  }
}

async function expunge(client: ImapFlow, range: string): Promise<void> {
  if (await client.messageDelete(range, { uid: true })) return;
  const reason = refusalOf(client);
  throw problemOf(reason, 'refused') ?? reason;
}
