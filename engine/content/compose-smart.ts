export type SmartMessage = {
  readonly kind: 'reply' | 'forward';
  /** What the client wrote, a whole message. */
  readonly written: Buffer;
  /** The message that it answers or forwards, as it is stored. */
  readonly original: Buffer;
  /** The client has put the original into its message itself. */
  readonly replaceMime: boolean;
};

/**
 * The message that a client means by SmartReply or SmartForward.
 *
 * @throws OutgoingProblem `malformed`
 * @see [MS-ASCMD] 2.2.1.19 SmartReply, 2.2.1.18 SmartForward
 */
export async function composeSmart(message: SmartMessage): Promise<Buffer> {
  return Promise.resolve(message.written);
}
