import type { FetchMessageObject, ImapFlow, MessageStructureObject } from 'imapflow';
import PostalMime from 'postal-mime';
import type { Message } from '@/engine/backends/contract';
import { shortenBody } from '@/engine/backends/shorten-body';

type Part = {
  readonly key: string;
  readonly format: 'text' | 'html';
  readonly charset: string;
  readonly encoding: string;
  readonly size: number;
};

/** Octets of a part on the wire for one octet of text, at worst. */
const growth: Record<string, number> = { base64: 1.4, 'quoted-printable': 3 };

/** Fetches the part of each message that is shown, with one FETCH for all messages that have it in the same place. */
export async function fetchBodies(
  client: ImapFlow,
  messages: readonly FetchMessageObject[],
  limitBytes: number,
): Promise<Map<number, Message['body']>> {
  const parts = new Map<number, Part>();
  for (const { uid, bodyStructure } of messages) {
    const part = bodyStructure && (findPart(bodyStructure, 'text') ?? findPart(bodyStructure, 'html'));
    if (part) parts.set(uid, part);
  }
  const bodies = new Map<number, Message['body']>();
  for (const group of groupByPlace(parts)) {
    const maxLength = Math.ceil(limitBytes * (growth[group.encoding] ?? 1)) + 4;
    const query = { uid: true, bodyParts: [{ key: group.key, start: 0, maxLength }] };
    const fetched = await client.fetchAll(group.uids.join(','), query, { uid: true });
    for (const { uid, bodyParts } of fetched) {
      const part = parts.get(uid);
      const octets = bodyParts?.get(group.key);
      if (part && octets) bodies.set(uid, shortenBody(await decodePart(part, octets), limitBytes));
    }
  }
  return bodies;
}

function groupByPlace(parts: ReadonlyMap<number, Part>) {
  const groups = new Map<string, { key: string; encoding: string; uids: number[] }>();
  for (const [uid, { key, encoding }] of parts) {
    const group = groups.get(`${key} ${encoding}`) ?? { key, encoding, uids: [] };
    group.uids.push(uid);
    groups.set(`${key} ${encoding}`, group);
  }
  return groups.values();
}

/** The first part of the format that is neither an attachment nor inside an attached message. */
function findPart(node: MessageStructureObject, format: 'text' | 'html'): Part | null {
  const isWanted = node.type === (format === 'text' ? 'text/plain' : 'text/html');
  if (isWanted && node.disposition !== 'attachment') {
    return {
      key: node.part ?? '1',
      format,
      charset: node.parameters?.['charset'] ?? 'utf-8',
      encoding: (node.encoding ?? '7bit').toLowerCase(),
      size: node.size ?? 0,
    };
  }
  if (!node.type.startsWith('multipart/')) return null;
  for (const child of node.childNodes ?? []) {
    const found = findPart(child, format);
    if (found) return found;
  }
  return null;
}

/** Undoes transfer encoding and charset by reading the part as a message of its own. */
async function decodePart(part: Part, octets: Buffer): Promise<Message['body']> {
  const head = [
    `Content-Type: text/${part.format === 'text' ? 'plain' : 'html'}; charset="${headerWord(part.charset)}"`,
    `Content-Transfer-Encoding: ${headerWord(part.encoding)}`,
  ];
  const email = await PostalMime.parse(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), octets]));
  const content = (part.format === 'text' ? email.text : email.html) ?? '';
  const sizeBytes = part.encoding === 'base64' ? Math.floor(part.size * 0.73) : part.size;
  return { format: part.format, content, sizeBytes, isTruncated: octets.length < part.size };
}

/** What a server reports goes into a header again: only what cannot end the line or the quotes. */
function headerWord(text: string): string {
  return text.replaceAll(/[^\w.:+-]/g, '');
}
