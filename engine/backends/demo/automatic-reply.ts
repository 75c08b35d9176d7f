import MailComposer from 'nodemailer/lib/mail-composer';
import type { Owner } from './compose-letter';
import type { ReadMessage } from './read-message';
import type { AutoReply, AutoReplyMessage } from '@/engine/backends/auto-reply';
import type { Address } from '@/engine/backends/contract';
import { fieldOf, splitEntity } from '@/engine/backends/header-section';

/** Senders that are remembered to have had their answer; the first of them may get a second one beyond this. */
const SENDER_LIMIT = 1000;

const none: AutoReplyMessage = { isEnabled: false, text: '', format: 'text' };

/** The automatic reply of one mailbox, which answers each sender once, until it is set anew. */
export class AutomaticReply {
  current: AutoReply = { isEnabled: false, period: null, internal: none, external: none };
  private readonly answered = new Set<string>();

  constructor(private readonly owner: Owner) {}

  set(reply: AutoReply): void {
    this.current = reply;
    this.answered.clear();
  }

  /**
   * The answer to a mail that was delivered.
   *
   * @returns null if there is none to send
   * @see RFC 3834 2
   */
  async answerTo({ raw, head }: ReadMessage, now: Date): Promise<{ to: string; raw: Buffer } | null> {
    const to = head.from[0]?.address.toLowerCase() ?? '';
    const message = this.messageFor(to, now);
    if (!message || !this.isMeant([...head.to, ...head.cc]) || isAutomatic(raw) || this.answered.has(to)) return null;
    this.remember(to);
    const composer = new MailComposer({
      from: this.owner,
      to,
      subject: `Automatic reply: ${head.subject}`,
      date: now,
      headers: { 'Auto-Submitted': 'auto-replied' },
      ...(head.messageId !== null && { inReplyTo: head.messageId, references: head.messageId }),
      newline: 'win',
      ...(message.format === 'html' ? { html: message.text } : { text: message.text }),
    });
    return { to, raw: await composer.compile().build() };
  }

  private messageFor(sender: string, now: Date): AutoReplyMessage | null {
    const { isEnabled, period, internal, external } = this.current;
    if (!isEnabled || !sender.includes('@') || sender === this.owner.address) return null;
    if (period && (now < period.startsAt || now >= period.endsAt)) return null;
    const message = domainOf(sender) === domainOf(this.owner.address) ? internal : external;
    return message.isEnabled && message.text.trim() !== '' ? message : null;
  }

  /** To whom a mailing list or a blind copy brought a mail, it did not ask. */
  private isMeant(recipients: readonly Address[]): boolean {
    return recipients.some(({ address }) => address.toLowerCase() === this.owner.address);
  }

  private remember(sender: string): void {
    this.answered.add(sender);
    const [oldest] = this.answered.size > SENDER_LIMIT ? this.answered : [];
    if (oldest !== undefined) this.answered.delete(oldest);
  }
}

function isAutomatic(raw: Buffer): boolean {
  const { header } = splitEntity(raw, { start: 0, end: raw.length });
  const submitted = fieldOf(header, 'auto-submitted') ?? 'no';
  const precedence = fieldOf(header, 'precedence') ?? '';
  return (
    !/^no\b/i.test(submitted) || /^(?:bulk|junk|list)$/i.test(precedence) || fieldOf(header, 'list-id') !== undefined
  );
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
