import { BackendUnavailable } from './contract';

const WAIT_MS = 20_000;
const LINE_LIMIT = 2000;
const LINE_LIMIT_PER_MAILBOX = 50;

export type ConnectionLimits = { readonly perMailbox: number; readonly total: number };

type Waiter = { readonly mailbox: string; readonly resolve: () => void };

/** Counts connections, and has whoever finds no room wait in line. The first whose mailbox has room is served first. */
export class ConnectionSlots {
  private readonly perMailbox = new Map<string, number>();
  private line: Waiter[] = [];
  private count = 0;

  constructor(
    private readonly limits: ConnectionLimits,
    /** Ends an idle connection, of that mailbox or of anybody, which gives its slot back; false: there is none. */
    private readonly makeRoom: (mailbox: string | null) => boolean,
  ) {}

  get taken(): number {
    return this.count;
  }

  /**
   * Takes a slot.
   *
   * @returns once it is this caller's
   * @throws BackendUnavailable if too many wait, or for too long
   */
  async acquire(mailbox: string, signal: AbortSignal): Promise<void> {
    if (this.takeIfFree(mailbox)) return;
    const ownInLine = this.line.filter((waiter) => waiter.mailbox === mailbox).length;
    if (this.line.length >= LINE_LIMIT || ownInLine >= LINE_LIMIT_PER_MAILBOX) {
      throw new BackendUnavailable('Too many requests wait for the mail server');
    }
    await this.wait(mailbox, signal);
  }

  /** Takes a slot if there is one that nobody waits for. */
  takeIfFree(mailbox: string): boolean {
    if (this.isFull(mailbox) || this.isFullForAll() || this.isWantedFor(mailbox)) return false;
    this.book(mailbox);
    return true;
  }

  release(mailbox: string): void {
    const left = (this.perMailbox.get(mailbox) ?? 1) - 1;
    if (left > 0) this.perMailbox.set(mailbox, left);
    else this.perMailbox.delete(mailbox);
    this.count = Math.max(0, this.count - 1);
    this.serve();
  }

  /** Whether somebody in line could have the slot of a connection of this mailbox. */
  isWantedFor(mailbox: string): boolean {
    return this.line.some((waiter) => waiter.mailbox === mailbox || !this.isFull(waiter.mailbox));
  }

  /** Whether the next in line who could have that slot is of the same mailbox. */
  isNextFor(mailbox: string): boolean {
    const next = this.line.find((waiter) => waiter.mailbox === mailbox || !this.isFull(waiter.mailbox));
    return next?.mailbox === mailbox;
  }

  private async wait(mailbox: string, signal: AbortSignal): Promise<void> {
    let waiter: Waiter | undefined;
    const timeout = AbortSignal.timeout(WAIT_MS);
    const ended = AbortSignal.any([signal, timeout]);
    try {
      await new Promise<void>((resolve, reject) => {
        waiter = { mailbox, resolve };
        this.line.push(waiter);
        const giveUp = () => {
          this.leave(waiter); // at once: a slot that becomes free in this very moment is another's
          reject(new BackendUnavailable('The mail server is busy'));
        };
        ended.addEventListener('abort', giveUp, { once: true });
        this.makeRoom(this.isFull(mailbox) ? mailbox : null);
        this.serve();
      });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }

  private leave(waiter: Waiter | undefined): void {
    this.line = this.line.filter((candidate) => candidate !== waiter);
  }

  private serve(): void {
    while (!this.isFullForAll()) {
      const index = this.line.findIndex(({ mailbox }) => !this.isFull(mailbox));
      const [next] = index < 0 ? [] : this.line.splice(index, 1);
      if (!next) return;
      this.book(next.mailbox);
      next.resolve();
    }
  }

  private book(mailbox: string): void {
    this.perMailbox.set(mailbox, (this.perMailbox.get(mailbox) ?? 0) + 1);
    this.count += 1;
  }

  private isFull(mailbox: string): boolean {
    return (this.perMailbox.get(mailbox) ?? 0) >= this.limits.perMailbox;
  }

  private isFullForAll(): boolean {
    return this.count >= this.limits.total;
  }
}
