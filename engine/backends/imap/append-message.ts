import type { ImapFlow } from 'imapflow';
import { hasExtension } from './has-extension';
import { flagsOf } from './marks';
import { openFolder } from './open-folder';
import { problemOf } from './refusal';
import type { NewMessage } from '@/engine/backends/contract';

/** Octets of a message in which its Message-ID is looked for. */
const HEADER_BYTES = 64 * 1024;

/**
 * Stores a message.
 *
 * @returns its uid; on a server that does not tell it (without UIDPLUS), that of the newest message with its Message-ID
 * @throws FolderProblem `missing`, `quota`
 */
export async function appendMessage(client: ImapFlow, path: string, message: NewMessage): Promise<number> {
  const tellsUid = hasExtension(client, 'UIDPLUS');
  const before = tellsUid ? null : await nextUid(client, path);
  const stored = await store(client, path, message);
  if (tellsUid && stored.uid !== undefined) return stored.uid;
  return findStored(client, path, { since: before ?? 1, messageId: messageIdOf(message.raw) });
}

async function store(client: ImapFlow, path: string, { raw, marks, receivedAt }: NewMessage) {
  const attempt = async (flags: string[]) => {
    const stored = await client.append(path, raw, flags, receivedAt);
    if (stored === false) throw new Error('The mail server does not take a message');
    return stored;
  };
  const flags = flagsOf(marks);
  const system = flags.filter((flag) => flag.startsWith('\\'));
  try {
    return await attempt(flags).catch((error: unknown) => {
      // A server without keywords may refuse the whole message for their sake.
      if (system.length === flags.length || problemOf(error)) throw error;
      return attempt(system);
    });
  } catch (error) {
    throw problemOf(error) ?? error;
  }
}

async function nextUid(client: ImapFlow, path: string): Promise<number> {
  const status = await client.status(path, { uidNext: true }).catch((error: unknown) => {
    throw problemOf(error) ?? error;
  });
  return (status && status.uidNext) || 1;
}

async function findStored(client: ImapFlow, path: string, { since, messageId }: { since: number; messageId: string }) {
  return openFolder(client, { path, isChanged: false }, async () => {
    const newer = { uid: `${since}:*` };
    const named =
      messageId === '' ? [] : await client.search({ ...newer, header: { 'message-id': messageId } }, { uid: true });
    const found = Array.isArray(named) && named.length > 0 ? named : await client.search(newer, { uid: true });
    // `n:*` means at least the last message, also if that is older
    const uid = Math.max(...(Array.isArray(found) ? found : []).filter((candidate) => candidate >= since));
    if (!Number.isFinite(uid)) throw new Error('The mail server took a message and does not have it');
    return uid;
  });
}

function messageIdOf(raw: Buffer): string {
  const header =
    raw
      .subarray(0, HEADER_BYTES)
      .toString('latin1')
      .split(/\r?\n\r?\n/, 1)[0] ?? '';
  return /^message-id:\s*(<[\x21-\x7e]+>)/im.exec(header)?.[1] ?? '';
}
