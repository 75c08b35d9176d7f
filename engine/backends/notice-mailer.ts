/** A mail to a person of the console. */
export type NoticeMessage = {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  /** The same for the same contents: whoever gets a mail twice need not see it twice. */
  readonly id: string;
  readonly language: string;
  readonly date: Date;
};

/** Hands mails of ours to the mail system; apart from the mail of mailboxes, which is sent by their owners. */
export interface NoticeMailer {
  /**
   * @returns once the mail server has accepted the mail
   * @throws NoticeNotSent
   */
  send(message: NoticeMessage, signal: AbortSignal): Promise<void>;
}

/** A mail of ours was not accepted. The message says why, in the words of the mail server, on one line. */
export class NoticeNotSent extends Error {
  override readonly name = 'NoticeNotSent';
}
