import { z } from 'zod';
import type { MailServerProblem, MailProtocol } from '@/lib/domain/mail-servers/contract';

/** What people of the console can be told by mail. */
export const NoticeKind = z.enum(['quarantine', 'exception', 'policy_loop', 'mail_server']);
export type NoticeKind = z.infer<typeof NoticeKind>;

export const NoticeLanguage = z.enum(['en', 'de']);
export type NoticeLanguage = z.infer<typeof NoticeLanguage>;

/** IANA name of a time zone that this runtime can write dates in. */
export const TimeZoneName = z.string().max(64).refine(isTimeZone, { error: 'must be the name of a time zone' });

/** What a person is told by mail, and how that went. */
export const NoticeSettings = z.object({
  sender: z.object({
    /** False: `NOTICE_SMTP_URL` and `NOTICE_FROM` are not set, or no engine has started with them yet. */
    isSetUp: z.boolean(),
    /** Where the mails come from. */
    from: z.string().nullable(),
    /** False: without `PUBLIC_URL` the mails cannot lead to pages of the console. */
    hasLinks: z.boolean(),
  }),
  /** Where they go: the address that the person signs in with. */
  email: z.string(),
  /** What the role may be told: what its pages show. */
  available: z.array(NoticeKind),
  /** What the person is told. */
  kinds: z.array(NoticeKind),
  /** Null: the person has not chosen yet, is told what the role is told by default, and in English. */
  language: NoticeLanguage.nullable(),
  delivery: z.object({
    lastSentAt: z.iso.datetime().nullable(),
    /** Why the last mail did not go out, in the words of the mail server; null: it did, or there was none. */
    problem: z.string().nullable(),
    problemAt: z.iso.datetime().nullable(),
    /** When it is tried again; null with a problem: it was given up. */
    nextAttemptAt: z.iso.datetime().nullable(),
  }),
  /** The last test mail, for ten minutes; `answeredAt` null: the engine has not answered yet. */
  test: z
    .object({
      requestedAt: z.iso.datetime(),
      answeredAt: z.iso.datetime().nullable(),
      /** Null with an answer: the mail server accepted it. */
      problem: z.string().nullable(),
    })
    .nullable(),
});
export type NoticeSettings = z.infer<typeof NoticeSettings>;

export const ChooseNoticesInput = z.strictObject({
  /** What the role may not be told is left out. */
  kinds: z.array(NoticeKind).max(NoticeKind.options.length),
  language: NoticeLanguage,
  /** Of the dates in the mails. */
  timeZone: TimeZoneName.default('UTC'),
});
export type ChooseNoticesInput = z.infer<typeof ChooseNoticesInput>;

/** Something that a mail tells of. Names are as phones and people gave them. */
export type NoticeItem =
  | { kind: 'quarantine' | 'policy_loop'; deviceId: string; name: string; os: string | null; mailbox: string; at: Date }
  | { kind: 'exception'; holder: string; isGroup: boolean; endsAt: Date | null }
  | { kind: 'mail_server'; protocol: MailProtocol; address: string | null; problem: MailServerProblem; since: Date };

/** Everything of one kind, the first of them in detail. */
export interface NoticeGroup {
  kind: NoticeKind;
  total: number;
  items: readonly NoticeItem[];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
