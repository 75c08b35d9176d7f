import { hash } from '@node-rs/argon2';
import { BoundedMap } from '@/engine/bounded-map';
import type { Database } from '@/lib/db/client';
import { rememberPassword } from '@/lib/domain/devices/remember-password';
import type { Logger } from '@/lib/log/logger';

/** OWASP's recommendation for argon2id (its default algorithm): 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const MEMO_CAPACITY = 100_000;
const QUEUE_CAPACITY = 5_000;

type Task = { readonly deviceId: string; readonly mark: string; readonly password: string };

/**
 * Keeps, for each device, an argon2id hash of the last password that the mail server accepted from it: what the device
 * proves itself with if the password is changed while an order waits for it. Hashing is slow on purpose, so it is done
 * behind the request, one at a time, and only for a password that is new to this process.
 */
export class PasswordKeeper {
  private readonly kept = new BoundedMap<string>(MEMO_CAPACITY);
  private readonly queue = new Map<string, Task>();
  private readonly storing = new Map<string, { readonly mark: string; readonly done: Promise<void> }>();
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: Database,
    private readonly log: Logger,
  ) {}

  /** To be told of every request that was signed in. `mark` differs for each password. */
  note(task: Task): void {
    if (this.kept.get(task.deviceId) === task.mark) return;
    // Full: this device's next request will ask again.
    if (this.queue.size >= QUEUE_CAPACITY && !this.queue.has(task.deviceId)) return;
    this.queue.set(task.deviceId, task);
    this.runIfIdle();
  }

  /** Makes sure that the device's password is kept, before something is handed out that relies on it. */
  async keep(task: Task): Promise<void> {
    this.queue.delete(task.deviceId);
    await this.store(task);
  }

  /** Waits for what is under way. */
  async flush(): Promise<void> {
    await this.running;
  }

  private runIfIdle(): void {
    if (this.running || this.queue.size === 0) return;
    this.running = this.run().finally(() => {
      this.running = null;
      this.runIfIdle(); // something may have come in at the very end
    });
  }

  private async run(): Promise<void> {
    for (let next = this.takeOldest(); next; next = this.takeOldest()) {
      const task = next;
      await this.store(task).catch((err: unknown) => {
        this.log.warn({ err, deviceId: task.deviceId }, 'Password hash not kept; the next request tries again');
      });
    }
  }

  private takeOldest(): Task | undefined {
    const oldest = this.queue.values().next().value;
    if (oldest) this.queue.delete(oldest.deviceId);
    return oldest;
  }

  /** A password that is being kept already is not hashed twice. */
  private async store(task: Task): Promise<void> {
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

  private async hashAndWrite({ deviceId, mark, password }: Task): Promise<void> {
    const passwordHash = await hash(password, COST);
    await rememberPassword({ db: this.db }, { deviceId, passwordHash });
    this.kept.set(deviceId, mark);
  }
}
