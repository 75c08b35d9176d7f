import PostalMime, { type Address as ParsedAddress } from 'postal-mime';
import type { Address, Message } from '@/engine/backends/contract';

/** A message as the demo mailbox keeps it; the mailbox adds uid and read mark. */
export type ParsedMessage = Omit<Message, 'uid' | 'isRead' | 'receivedAt'>;

/** Longest body that is kept of a delivered message. */
const BODY_LIMIT = 256 * 1024;

/**
 * Reads an RFC 5322 message.
 *
 * @throws Error if the message is nested too deeply or its header is too large
 */
export async function parseMessage(raw: Uint8Array): Promise<ParsedMessage> {
  const email = await PostalMime.parse(raw, { maxNestingDepth: 32, maxHeadersSize: 256 * 1024 });
  const format = email.text === undefined && email.html !== undefined ? 'html' : 'text';
  const whole = (format === 'html' ? email.html : email.text) ?? '';
  const content = whole.slice(0, BODY_LIMIT);
  return {
    from: addresses(email.from ? [email.from] : []),
    to: addresses(email.to ?? []),
    cc: addresses(email.cc ?? []),
    replyTo: addresses(email.replyTo ?? []),
    subject: email.subject ?? '',
    importance: importance(email.headers.find(({ key }) => key === 'importance')?.value ?? ''),
    body: { format, content, sizeBytes: Buffer.byteLength(whole), isTruncated: content.length < whole.length },
  };
}

function addresses(parsed: readonly ParsedAddress[]): Address[] {
  return parsed.flatMap((entry) => entry.group ?? [entry]).map(({ name, address }) => ({ name, address }));
}

function importance(value: string): Message['importance'] {
  const word = value.trim().toLowerCase();
  return word === 'high' || word === 'low' ? word : 'normal';
}
