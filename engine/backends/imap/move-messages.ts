import type { ImapFlow } from 'imapflow';
import { hasExtension } from './has-extension';
import { openFolder } from './open-folder';
import { problemOf, refusalOf } from './refusal';
import { expungeUids } from './remove-messages';
import { uidSets } from './uid-sets';
import { FolderProblem } from '@/engine/backends/contract';

/**
 * Moves messages.
 *
 * @returns uid there by uid here
 * @throws FolderProblem `missing`, `target_missing`, `quota`
 */
export async function moveMessages(
  client: ImapFlow,
  { from, to }: { from: string; to: string },
  uids: readonly number[],
): Promise<Map<number, number>> {
  const target = await client.status(to, { uidNext: true }).catch((error: unknown) => {
    throw asTarget(problemOf(error)) ?? error;
  });
  if (target === false) throw asTarget(problemOf(refusalOf(client), 'missing')) ?? refusalOf(client);
  const moved = await openFolder(client, { path: from, isChanged: true }, async () => {
    const present = await presentUids(client, uids);
    const told = new Map<number, number>();
    if (present.length === 0) return { told, fingerprints: new Map<number, string>() };
    // Without UIDPLUS nobody tells the new uids: the messages are recognised there.
    const isTold = hasExtension(client, 'UIDPLUS');
    const fingerprints = isTold ? new Map<number, string>() : await fingerprintsOf(client, uidSets(present));
    for (const range of uidSets(present)) await moveRange(client, range, { to, told });
    if (!canMove(client)) await expungeUids(client, present);
    return { told, fingerprints };
  });
  if (moved.fingerprints.size === 0) return moved.told;
  return recognise(client, { to, since: target.uidNext ?? 1 }, moved.fingerprints);
}

function canMove(client: ImapFlow): boolean {
  return hasExtension(client, 'MOVE');
}

async function moveRange(client: ImapFlow, range: string, { to, told }: { to: string; told: Map<number, number> }) {
  const answer = canMove(client)
    ? await client.messageMove(range, to, { uid: true })
    : await client.messageCopy(range, to, { uid: true });
  if (!answer) throw asTarget(problemOf(refusalOf(client), 'refused')) ?? refusalOf(client);
  for (const [uid, there] of answer.uidMap ?? []) told.set(uid, there);
}

async function presentUids(client: ImapFlow, uids: readonly number[]): Promise<number[]> {
  const wanted = new Set(uids);
  const present: number[] = [];
  for (const range of uidSets(uids)) {
    const found = await client.search({ uid: range, deleted: false }, { uid: true });
    if (!Array.isArray(found)) throw refusalOf(client);
    present.push(...found.filter((uid) => wanted.has(uid)));
  }
  return present;
}

async function fingerprintsOf(client: ImapFlow, ranges: readonly string[]): Promise<Map<number, string>> {
  const query = { uid: true, envelope: true, size: true, internalDate: true };
  const fingerprints = new Map<number, string>();
  for (const range of ranges) {
    for (const { uid, envelope, size, internalDate } of await client.fetchAll(range, query, { uid: true })) {
      fingerprints.set(uid, [envelope?.messageId, size, new Date(internalDate ?? 0).getTime()].join('\n'));
    }
  }
  return fingerprints;
}

async function recognise(
  client: ImapFlow,
  { to, since }: { to: string; since: number },
  fingerprints: ReadonlyMap<number, string>,
): Promise<Map<number, number>> {
  return openFolder(client, { path: to, isChanged: false }, async () => {
    const arrived = [...(await fingerprintsOf(client, [`${since}:*`]))].filter(([uid]) => uid >= since);
    const moved = new Map<number, number>();
    for (const [uid, fingerprint] of [...fingerprints].toSorted(([a], [b]) => a - b)) {
      const index = arrived.findIndex(([, candidate]) => candidate === fingerprint);
      const [found] = index < 0 ? [] : arrived.splice(index, 1); // copies keep their order
      if (found) moved.set(uid, found[0]);
    }
    return moved;
  });
}

/** What is missing when messages are put somewhere is the place. */
function asTarget(problem: FolderProblem | null): FolderProblem | null {
  return problem?.code === 'missing' ? new FolderProblem('target_missing', { cause: problem }) : problem;
}
