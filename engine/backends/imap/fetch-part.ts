import type { ImapFlow } from 'imapflow';
import { toMessagePart } from './message-part';
import { openFolder } from './open-folder';
import type { MessagePart, Octets } from '@/engine/backends/contract';
import { decodeTransfer } from '@/engine/backends/decode-transfer';

/** Octets of one answer: a large part comes in pieces, so that no other request waits long for memory. */
const PIECE_BYTES = 8 * 1024 * 1024;

export type PartWish = { readonly uid: number; readonly path: string; readonly limitBytes: number };

/** The decoded octets of a part, or the whole message; null if it is gone. */
export async function fetchPart(client: ImapFlow, folderPath: string, wish: PartWish): Promise<Octets | null> {
  return openFolder(client, { path: folderPath, isChanged: false }, async () => {
    const query = { uid: true, flags: true, bodyStructure: wish.path !== '' };
    const message = await client.fetchOne(String(wish.uid), query, { uid: true });
    if (message === false || message.uid !== wish.uid || message.flags?.has('\\Deleted')) return null;
    if (wish.path === '') return cut(await fetchOctets(client, wish, wish.limitBytes + 1), wish.limitBytes);
    const part = message.bodyStructure && findPart(toMessagePart(message.bodyStructure), wish.path);
    if (!part) return null;
    const growth = part.encoding === 'base64' ? 1.4 : part.encoding === 'quoted-printable' ? 3.2 : 1;
    const stored = await fetchOctets(client, wish, Math.ceil(wish.limitBytes * growth) + 64);
    return stored && cut(decodeTransfer(stored, part.encoding), wish.limitBytes);
  });
}

function cut(content: Buffer | null, limitBytes: number): Octets | null {
  return content && { content: content.subarray(0, limitBytes), isTruncated: content.length > limitBytes };
}

/** Parts of several parts are not encoded themselves. The first of a path is the one that has octets of its own. */
function findPart(part: MessagePart, path: string): MessagePart | null {
  if (part.path === path && path !== '') return part.type.startsWith('multipart/') ? { ...part, encoding: '' } : part;
  for (const child of part.parts) {
    const found = findPart(child, path);
    if (found) return found;
  }
  return null;
}

async function fetchOctets(client: ImapFlow, { uid, path }: PartWish, wantedBytes: number): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < wantedBytes) {
    const maxLength = Math.min(PIECE_BYTES, wantedBytes - length);
    const piece = { start: length, maxLength };
    const query = path === '' ? { uid: true, source: piece } : { uid: true, bodyParts: [{ key: path, ...piece }] };
    const message = await client.fetchOne(String(uid), query, { uid: true });
    const octets = message && (path === '' ? message.source : message.bodyParts?.get(path));
    if (!octets) return pieces.length > 0 ? Buffer.concat(pieces) : null;
    pieces.push(octets);
    length += octets.length;
    if (octets.length < maxLength) break;
  }
  return Buffer.concat(pieces);
}
