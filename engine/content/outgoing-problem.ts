/** A message of a client cannot be sent as it is, and trying again will not help. */
export class OutgoingProblem extends Error {
  override readonly name = 'OutgoingProblem';

  constructor(
    /** `malformed`: no message at all. `no_recipients`, `too_many_recipients`: as they say. */
    readonly code: 'malformed' | 'no_recipients' | 'too_many_recipients',
    options?: ErrorOptions,
  ) {
    super(`The message cannot be sent: ${code}`, options);
  }
}
