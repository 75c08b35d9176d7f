import type { ReadMessage } from './read-message';
import { readMessage } from './read-message';

/** Octets of messages that are kept ready for the next request. */
const KEPT_BYTES = 32 * 1024 * 1024;
const KEPT_MESSAGES = 2000;

/** What a stored message is made of: its octets, or how to write them, so that letters take no memory until they are read. */
export type MessageSource = Buffer | (() => Promise<Buffer>);

/** Reads messages of all mailboxes, and remembers those read last. */
export class MessageReader {
  private readonly kept = new Map<MessageSource, Promise<ReadMessage>>();
  private keptBytes = 0;

  /** The same source gives the same message. */
  async read(source: MessageSource): Promise<ReadMessage> {
    const known = this.kept.get(source);
    if (known) {
      this.kept.delete(source);
      this.kept.set(source, known); // the order of the map is the order of use
      return known;
    }
    const reading = Promise.resolve(Buffer.isBuffer(source) ? source : source()).then(readMessage);
    this.kept.set(source, reading);
    try {
      this.keptBytes += (await reading).raw.length;
    } catch (error) {
      this.kept.delete(source);
      throw error;
    }
    await this.forgetSome();
    return reading;
  }

  private async forgetSome(): Promise<void> {
    while (this.keptBytes > KEPT_BYTES || this.kept.size > KEPT_MESSAGES) {
      const [oldest] = this.kept;
      if (!oldest) return;
      this.kept.delete(oldest[0]);
      this.keptBytes -= (await oldest[1]).raw.length;
    }
  }
}
