import type { ImapFlow } from 'imapflow';
import PostalMime, { type Address as ParsedAddress } from 'postal-mime';
import { uidSets } from './uid-sets';
import type { Address, MessageHead } from '@/engine/backends/contract';
import { decodeText } from '@/engine/backends/decode-text';

// Old programs write names and subjects as they are, in the charset of their country and without saying in which. In an
// envelope, which is read as UTF-8, nothing of them is left: such fields are fetched once more, as octets.

const UNREADABLE = '\ufffd';
const fields = ['subject', 'from', 'to', 'cc', 'bcc', 'reply-to'];
const MAX_HEADER_BYTES = 512 * 1024;

/** The heads, with what could not be read in them read as Western European. The folder they are of is open. */
export async function withEightBitFields(
  client: ImapFlow,
  heads: readonly MessageHead[],
): Promise<readonly MessageHead[]> {
  const broken = heads.filter(isUnreadable).map(({ uid }) => uid);
  if (broken.length === 0) return heads;
  const readable = new Map<number, MessageHead>();
  const byUid = new Map(heads.map((head) => [head.uid, head]));
  for (const set of uidSets(broken)) {
    for (const { uid, headers } of await client.fetchAll(set, { uid: true, headers: fields }, { uid: true })) {
      const head = byUid.get(uid);
      if (head && headers && headers.length <= MAX_HEADER_BYTES) readable.set(uid, await reread(head, headers));
    }
  }
  return heads.map((head) => readable.get(head.uid) ?? head);
}

const isUnreadable = ({ subject, from, to, cc, bcc, replyTo }: MessageHead): boolean =>
  subject.includes(UNREADABLE) || [from, to, cc, bcc, replyTo].some(hasUnreadable);

const hasUnreadable = (list: readonly Address[]): boolean => list.some(({ name }) => name.includes(UNREADABLE));

async function reread(head: MessageHead, octets: Buffer): Promise<MessageHead> {
  const lines = octets.toString('latin1').split('\n');
  // Line by line: one that is UTF-8 stays that, whatever the others are.
  const decoded = lines.map((line) => {
    const stored = { octets: Buffer.from(line, 'latin1'), isWhole: true };
    return decodeText({ encoding: '8bit', parameters: {} }, stored, MAX_HEADER_BYTES).content;
  });
  const email = await PostalMime.parse(`${decoded.join('\n').trimEnd()}\r\n\r\n`);
  const better = (known: readonly Address[], found: readonly ParsedAddress[] | undefined) =>
    hasUnreadable(known) ? addresses(found ?? []) : known;
  return {
    ...head,
    subject: head.subject.includes(UNREADABLE) ? (email.subject ?? '') : head.subject,
    from: better(head.from, email.from && [email.from]),
    to: better(head.to, email.to),
    cc: better(head.cc, email.cc),
    bcc: better(head.bcc, email.bcc),
    replyTo: better(head.replyTo, email.replyTo),
  };
}

const addresses = (parsed: readonly ParsedAddress[]): Address[] =>
  parsed
    .flatMap((entry) => entry.group ?? [entry])
    .map(({ name, address }) => ({ name, address }))
    .filter(({ address }) => address !== '');
