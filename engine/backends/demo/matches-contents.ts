import type { ReadMessage } from './read-message';
import type { Address, MailSearch, MessagePart } from '@/engine/backends/contract';
import { decodeText } from '@/engine/backends/decode-text';
import { hasAttachment } from '@/engine/backends/has-attachment';

/** Longest text of a part that is looked through. */
const TEXT_LIMIT = 256 * 1024;

/** Whether a message has what is searched for in its contents; marks and dates are looked at elsewhere. */
export function matchesContents(message: ReadMessage, search: MailSearch): boolean {
  const { head } = message;
  const has = (text: string, wanted: string | undefined) =>
    wanted === undefined || text.toLowerCase().includes(wanted.toLowerCase());
  if (!has(names(head.from), search.from) || !has(head.subject, search.subject)) return false;
  if (!has(names([...head.to, ...head.cc, ...head.bcc]), search.to)) return false;
  if (search.hasAttachment !== undefined && hasAttachment(head.structure) !== search.hasAttachment) return false;
  if (search.words.length === 0) return true;
  const everything = [head.subject, names([...head.from, ...head.to, ...head.cc]), ...texts(message, head.structure)];
  return search.words.every((word) => has(everything.join('\n'), word));
}

function names(addresses: readonly Address[]): string {
  return addresses.map(({ name, address }) => `${name} <${address}>`).join(', ');
}

function texts(message: ReadMessage, part: MessagePart): string[] {
  const range = message.ranges.get(part.path);
  if (!part.type.startsWith('text/') || !range) return part.parts.flatMap((child) => texts(message, child));
  const octets = message.raw.subarray(range.start, range.end);
  return [decodeText(part, { octets, isWhole: true }, TEXT_LIMIT).content];
}
