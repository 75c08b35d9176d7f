/** What is answered to one kind of sender. A blank text is never sent. */
export type AutoReplyMessage = {
  readonly isEnabled: boolean;
  readonly text: string;
  readonly format: 'text' | 'html';
};

/** The answer that the mail system gives while the owner is away, to each sender once in a while. */
export type AutoReply = {
  readonly isEnabled: boolean;
  /** Between these times; null, both of them: from now on. */
  readonly period: { readonly startsAt: Date; readonly endsAt: Date } | null;
  /** To senders of the same mail domain as the owner. */
  readonly internal: AutoReplyMessage;
  readonly external: AutoReplyMessage;
};

export type AutoReplyRefusalCode =
  /** The mail system has no automatic replies, or none between two times. */
  | 'unsupported'
  /** The owner has rules for incoming mail that would be lost. */
  | 'own_rules'
  /** The texts are too long. */
  | 'size';

/** The mail system answers, and does not keep this automatic reply; trying again will not help. */
export class AutoReplyRefused extends Error {
  override readonly name = 'AutoReplyRefused';

  constructor(
    readonly code: AutoReplyRefusalCode,
    options?: ErrorOptions,
  ) {
    super(`The mail system refuses the automatic reply: ${code}`, options);
  }
}
