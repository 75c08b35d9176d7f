import type { Transaction } from './client';

/** PostgreSQL takes less than 8000 bytes; a longer message is a design error, since the row is the truth. */
const PAYLOAD_LIMIT_BYTES = 7900;

/**
 * Wakes whoever listens on the channel, once the transaction has committed; never, if it is rolled back. The payload
 * is a hint (which row changed), sent as JSON and validated by the receiver.
 *
 * @throws RangeError if the payload does not fit
 */
export async function notify(tx: Transaction, channel: string, payload: object): Promise<void> {
  const text = JSON.stringify(payload);
  if (Buffer.byteLength(text) > PAYLOAD_LIMIT_BYTES) throw new RangeError(`Payload for ${channel} is too long`);
  await tx.$executeRaw`SELECT pg_notify(${channel}, ${text})`;
}
