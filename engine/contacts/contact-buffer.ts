import type { Database } from '@/lib/db/client';
import type { ContactUpdate } from '@/lib/domain/devices/contact-update';
import { recordContacts } from '@/lib/domain/devices/record-contacts';
import type { Logger } from '@/lib/log/logger';

/** A batch is written when it is so old … */
const MAX_AGE_MS = 2000;
/** … or so large. */
const BATCH_SIZE = 500;
/** While the database is away, the oldest updates beyond this are dropped: they are figures, not evidence. */
const CAPACITY = 20_000;

/** Contact times, addresses and traffic, written behind in batches: a request waits for none of it. */
export class ContactBuffer {
  private waiting: ContactUpdate[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private dropped = 0;

  constructor(
    private readonly db: Database,
    private readonly log: Logger,
  ) {}

  /** How many updates wait to be written. */
  get size(): number {
    return this.waiting.length;
  }

  add(update: ContactUpdate): void {
    this.waiting.push(update);
    if (this.waiting.length > CAPACITY) {
      this.waiting.shift();
      this.dropped += 1;
    }
    if (this.waiting.length >= BATCH_SIZE) this.writeSoon(0);
    else this.writeSoon(MAX_AGE_MS);
  }

  /** Writes everything that waits. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const previous = this.writing;
    this.writing = previous.then(() => this.writeAll());
    await this.writing;
  }

  private writeSoon(delayMs: number): void {
    if (this.timer && delayMs > 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), delayMs);
    this.timer.unref();
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH_SIZE);
      try {
        await recordContacts(this.db, batch);
      } catch (err) {
        this.log.warn({ err, updates: batch.length, dropped: this.dropped }, 'Contacts not written; trying again');
        this.waiting = [...batch, ...this.waiting].slice(-CAPACITY);
        this.writeSoon(MAX_AGE_MS);
        return;
      }
    }
  }
}
