import PostalMime, { type Address as ParsedAddress } from 'postal-mime';
import { fieldOf, splitEntity } from '@/engine/backends/header-section';
import { readStructure, type Structure } from '@/engine/backends/mime-structure';
import { type Address, extraHeaders, type MessageHead, type MessageMarks } from '@/engine/backends/contract';

/** A message with everything that follows from its octets. */
export type ReadMessage = Omit<Structure, 'structure'> & {
  readonly raw: Buffer;
  readonly head: Omit<MessageHead, 'uid' | 'receivedAt' | keyof MessageMarks>;
};

/** Reads an RFC 5322 message. Anything at all can be read: at worst it has no header. */
export async function readMessage(raw: Buffer): Promise<ReadMessage> {
  const { header } = splitEntity(raw, { start: 0, end: raw.length });
  const email = await PostalMime.parse(`${withoutContent(header)}\r\n\r\n`);
  const { structure, ...places } = readStructure(raw);
  const from = addresses(email.from ? [email.from] : []);
  const replyTo = addresses(email.replyTo ?? []);
  const head: ReadMessage['head'] = {
    sentAt: readDate(fieldOf(header, 'date')),
    sizeBytes: raw.length,
    from,
    to: addresses(email.to ?? []),
    cc: addresses(email.cc ?? []),
    bcc: addresses(email.bcc ?? []),
    replyTo: isSame(replyTo, from) ? [] : replyTo,
    subject: email.subject ?? '',
    messageId: fieldOf(header, 'message-id') ?? null,
    inReplyTo: fieldOf(header, 'in-reply-to') ?? null,
    headers: Object.fromEntries(
      extraHeaders.flatMap((name) => {
        const value = fieldOf(header, name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    structure,
  };
  return { raw, ...places, head };
}

/** The header as that of an empty text: nothing in it makes the parser wait for parts. */
function withoutContent(header: string): string {
  return header
    .split(/\r?\n/)
    .filter((line) => !/^content-/i.test(line))
    .join('\r\n');
}

function addresses(parsed: readonly ParsedAddress[]): Address[] {
  return parsed.flatMap((entry) => entry.group ?? [entry]).map(({ name, address }) => ({ name, address }));
}

function isSame(a: readonly Address[], b: readonly Address[]): boolean {
  return a.length === b.length && a.every(({ address }, index) => address === b[index]?.address);
}

function readDate(text: string | undefined): Date | null {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}
