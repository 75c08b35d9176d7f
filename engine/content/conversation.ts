import { createHash } from 'node:crypto';
import type { MessageHead } from '@/engine/backends/contract';
import { threadTopic } from './thread-topic';

const ID_BYTES = 16;
const LEVEL_BYTES = 5;
const HEADER_BYTES = 22;
const MAX_LEVELS = 50;
const MAX_REFERENCES_LENGTH = 64 * 1024;
/** Between 1601 and 1970, and in one millisecond, in units of 100 ns. */
const FILETIME_EPOCH = 116_444_736_000_000_000n;
const FILETIME_MS = 10_000n;

/**
 * The same for all messages of a thread: from the message that began it.
 *
 * @see [MS-ASCON] 2.2.2.3 ConversationId
 */
export function conversationId(head: MessageHead): Buffer {
  const root = ancestorsOf(head)[0] ?? head.messageId ?? `subject:${threadTopic(head.subject).toLowerCase()}`;
  return hash(root.trim(), ID_BYTES);
}

/**
 * The place of a message in its thread: the time of the first message, and a level for each answer.
 *
 * @see [MS-ASCON] 2.2.2.4 ConversationIndex
 */
export function conversationIndex(head: MessageHead): Buffer {
  const given = Buffer.from((head.headers['thread-index'] ?? '').replaceAll(/\s/g, ''), 'base64');
  const levels = (given.length - HEADER_BYTES) / LEVEL_BYTES;
  if (given[0] === 1 && Number.isInteger(levels) && levels >= 0 && levels <= MAX_LEVELS) {
    // Without the reserved octet and the GUID.
    return Buffer.concat([given.subarray(1, 1 + LEVEL_BYTES), given.subarray(HEADER_BYTES)]);
  }
  const [, ...answers] = [...ancestorsOf(head), head.messageId ?? ''];
  const own = answers.slice(-MAX_LEVELS).map((id) => hash(id, LEVEL_BYTES));
  return Buffer.concat([timeHeader(head.sentAt ?? head.receivedAt), ...own]);
}

/** Message-IDs of those before it, the oldest first. */
function ancestorsOf({ headers, inReplyTo }: MessageHead): string[] {
  const references = (headers.references ?? '').slice(0, MAX_REFERENCES_LENGTH).match(/<[^<>\s]+>/g) ?? [];
  if (references.length > 0) return references;
  return inReplyTo?.match(/<[^<>\s]+>/g)?.slice(0, 1) ?? [];
}

const hash = (text: string, bytes: number): Buffer => createHash('sha256').update(text).digest().subarray(0, bytes);

function timeHeader(at: Date): Buffer {
  const filetime = Buffer.alloc(8);
  filetime.writeBigUInt64BE(BigInt.asUintN(64, FILETIME_EPOCH + BigInt(Math.max(0, at.getTime())) * FILETIME_MS));
  return filetime.subarray(1, 1 + LEVEL_BYTES);
}
