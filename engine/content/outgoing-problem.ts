/**
 * `malformed`: no message at all, or one that cannot be read. `invalid_recipient`: somebody has no address, and leaving
 * them out in silence would be worse than not to send. `no_recipients`, `too_many_recipients`: as they say.
 */
export type OutgoingProblemCode = 'malformed' | 'invalid_recipient' | 'no_recipients' | 'too_many_recipients';

/** A message of a client cannot be sent as it is, and trying again will not help. */
export class OutgoingProblem extends Error {
  override readonly name = 'OutgoingProblem';

  constructor(
    readonly code: OutgoingProblemCode,
    options?: ErrorOptions,
  ) {
    super(`The message cannot be sent: ${code}`, options);
  }
}
