import { setTimeout as delay } from 'node:timers/promises';
import { hash, verify } from '@node-rs/argon2';
import { BoundedMap } from '@/engine/bounded-map';
import type { Database } from '@/lib/db/client';
import { rememberPassword } from '@/lib/domain/devices/remember-password';
import type { Logger } from '@/lib/log/logger';

/** OWASP's recommendation for argon2id (its default algorithm): 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const MEMO_CAPACITY = 100_000;
const QUEUE_CAPACITY = 5_000;
/** Pauses after work behind the requests, as multiples of the time that the work took. */
const PAUSE_AFTER_NEW = 1;
const PAUSE_AFTER_KNOWN = 19;
const REST_SLICE_MS = 100;

export type PasswordTask = {
  readonly deviceId: string;
  /** Differs for each password. */
  readonly mark: string;
  readonly password: string;
  /** What is on record for the device; null: nothing yet. */
  readonly recorded: string | null;
};

/**
 * Keeps, for each device, an argon2id hash of the last password that the mail server accepted from it: what the device
 * proves itself with if the password is changed while an order waits for it. Hashing is slow on purpose, so it is done
 * behind the request, one at a time, and only for a password that is new to this process.
 *
 * After a restart every password is new to the process, but most are on record already: to see that they still are the
 * same takes as long as hashing, has no hurry, and is spread over minutes.
 */
export class PasswordKeeper {
  private readonly kept = new BoundedMap<string>(MEMO_CAPACITY);
  /** Hashes that are known to be of a password: devices of one mailbox can share one. */
  private readonly hashes = new BoundedMap<string>(MEMO_CAPACITY);
  /** Of devices without a hash on record; they come first. */
  private readonly fresh = new Map<string, PasswordTask>();
  private readonly known = new Map<string, PasswordTask>();
  private readonly storing = new Map<string, { readonly mark: string; readonly done: Promise<void> }>();
  private readonly stopped = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: Database,
    private readonly log: Logger,
  ) {}

  /** To be told of every request that was signed in. */
  note(task: PasswordTask): void {
    const { deviceId, mark, recorded } = task;
    if (this.kept.get(deviceId) === mark) return;
    if (recorded !== null && this.hashes.get(mark) === recorded) {
      this.kept.set(deviceId, mark);
      return;
    }
    const queue = recorded === null ? this.fresh : this.known;
    // Full: this device's next request will ask again.
    if (queue.size >= QUEUE_CAPACITY && !queue.has(deviceId)) return;
    this.forget(deviceId);
    queue.set(deviceId, task);
    this.runIfIdle();
  }

  /** Makes sure that the device's password is kept, before something is handed out that relies on it. */
  async keep(task: PasswordTask): Promise<void> {
    this.forget(task.deviceId);
    await this.store(task);
  }

  /** Begins nothing any more, and waits for what is under way. */
  async close(): Promise<void> {
    this.fresh.clear();
    this.known.clear();
    this.stopped.abort();
    await this.running;
  }

  private forget(deviceId: string): void {
    this.fresh.delete(deviceId);
    this.known.delete(deviceId);
  }

  private runIfIdle(): void {
    if (this.running || this.fresh.size + this.known.size === 0) return;
    this.running = this.run().finally(() => {
      this.running = null;
      this.runIfIdle(); // something may have come in at the very end
    });
  }

  private async run(): Promise<void> {
    for (let task = this.takeOldest(); task; task = this.takeOldest()) {
      const { deviceId, recorded } = task;
      const startedAt = performance.now();
      await this.store(task).catch((err: unknown) => {
        this.log.warn({ err, deviceId }, 'Password hash not kept; the next request tries again');
      });
      const pause = recorded === null ? PAUSE_AFTER_NEW : PAUSE_AFTER_KNOWN;
      await this.rest((performance.now() - startedAt) * pause);
    }
  }

  /** Cut short by the end of the engine, and by work that has no time. */
  private async rest(ms: number): Promise<void> {
    const wakeAt = performance.now() + ms;
    while (this.fresh.size === 0 && !this.stopped.signal.aborted && performance.now() < wakeAt) {
      const slice = Math.min(wakeAt - performance.now(), REST_SLICE_MS);
      await delay(Math.max(1, slice), undefined, { ref: false, signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private takeOldest(): PasswordTask | undefined {
    const oldest = this.fresh.values().next().value ?? this.known.values().next().value;
    if (oldest) this.forget(oldest.deviceId);
    return oldest;
  }

  /** A password that is being kept already is not hashed twice. */
  private async store(task: PasswordTask): Promise<void> {
    const { deviceId, mark } = task;
    if (this.kept.get(deviceId) === mark) return;
    const before = this.storing.get(deviceId);
    if (before?.mark === mark) return before.done;
    // After the one before, so that what is on record in the end is the last.
    const done = (before?.done ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.hashAndWrite(task))
      .finally(() => {
        if (this.storing.get(deviceId)?.done === done) this.storing.delete(deviceId);
      });
    this.storing.set(deviceId, { mark, done });
    await done;
  }

  private async hashAndWrite({ deviceId, mark, password, recorded }: PasswordTask): Promise<void> {
    if (recorded === null || !(await isOf(recorded, password))) {
      const passwordHash = this.hashes.get(mark) ?? (await hash(password, COST));
      await rememberPassword({ db: this.db }, { deviceId, passwordHash });
      this.hashes.set(mark, passwordHash);
    } else {
      this.hashes.set(mark, recorded);
    }
    this.kept.set(deviceId, mark);
  }
}

/** What is not a hash, is of no password. */
async function isOf(recorded: string, password: string): Promise<boolean> {
  return verify(recorded, password).catch(() => false);
}
