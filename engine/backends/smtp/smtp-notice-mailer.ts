import MailComposer from 'nodemailer/lib/mail-composer';
import type { NoticeServer } from './notice-url';
import { SmtpSession } from './smtp-session';
import { type NoticeMailer, type NoticeMessage, NoticeNotSent } from '@/engine/backends/notice-mailer';

const PROBLEM_LIMIT = 300;

export type SmtpNoticeMailerOptions = NoticeServer & {
  /** PEM, beside those that this machine trusts. */
  readonly certificateAuthorities: readonly string[];
  /** Address that the mails come from. */
  readonly from: string;
};

/** Hands mails of ours to an SMTP server, one connection for each: there are few of them. */
export class SmtpNoticeMailer implements NoticeMailer {
  constructor(private readonly options: SmtpNoticeMailerOptions) {}

  async send(message: NoticeMessage, signal: AbortSignal): Promise<void> {
    const { server, signIn, certificateAuthorities, from } = this.options;
    const raw = await compose(message, from);
    const session = new SmtpSession(server, certificateAuthorities);
    const abort = () => session.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      signal.throwIfAborted();
      await session.connect();
      if (signIn) await session.signIn({ credentials: signIn });
      await session.send({ raw, sender: from, recipients: [message.to.address] });
    } catch (error) {
      throw new NoticeNotSent(wordsOf(signal.aborted ? signal.reason : error), { cause: error });
    } finally {
      signal.removeEventListener('abort', abort);
      session.close();
    }
  }
}

function compose({ to, subject, text, id, language, date }: NoticeMessage, from: string): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: 'Mobileadmin', address: from },
    to: { name: to.name, address: to.address },
    subject,
    date,
    messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    text,
    headers: {
      'Auto-Submitted': 'auto-generated', // RFC 3834: nobody's absence is answered to us
      'Content-Language': language,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** What the server said, if it spoke; else what failed. nodemailer keeps the server's line on its errors. */
function wordsOf(error: unknown): string {
  const spoken = error instanceof Error && 'response' in error ? error.response : null;
  const words = typeof spoken === 'string' && spoken !== '' ? spoken : error instanceof Error ? error.message : '';
  const line = words.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.slice(0, PROBLEM_LIMIT) || 'The mail server gave no reason';
}
