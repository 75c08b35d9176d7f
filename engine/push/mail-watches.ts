import type { ChangeGate } from './change-gate';
import type { HeldRequests } from './held-requests';
import type { Account, FolderChange, MailBackend } from '@/engine/backends/contract';
import { BackendUnavailable } from '@/engine/backends/contract';

/** A phone whose ping has just ended comes back in a moment: its watch is kept so long. */
const LINGER_MS = 60_000;
const SWEEP_MS = 60_000;

type Watch = {
  readonly controller: AbortController;
  readonly ready: Promise<void>;
  lastUsedAt: number;
  readonly account: Account;
};

export type MailWatchOptions = {
  readonly backend: Pick<MailBackend, 'watch'>;
  readonly held: HeldRequests;
  readonly gate: ChangeGate;
  /** The password of this watch is not good any more. */
  readonly onRefused: (account: Account) => void;
};

/** One watch on each mailbox that somebody waits for, shared by its devices. */
export class MailWatches {
  private readonly watches = new Map<string, Watch>();
  private readonly sweeper: NodeJS.Timeout;

  constructor(private readonly options: MailWatchOptions) {
    this.sweeper = setInterval(() => this.sweep(performance.now()), SWEEP_MS);
    this.sweeper.unref();
  }

  /**
   * Makes sure that changes of this mailbox are noticed.
   *
   * @returns once whatever happens afterwards ends the requests held for it
   * @throws BackendUnavailable
   */
  async ensure(account: Account): Promise<void> {
    const watch = this.watches.get(account.mailbox) ?? this.start(account);
    watch.lastUsedAt = performance.now();
    await watch.ready;
  }

  /** Ends the watches that nobody has waited for in a while. */
  sweep(now: number): void {
    for (const [mailbox, watch] of this.watches) {
      if (this.options.held.isWatched(mailbox)) watch.lastUsedAt = now;
      else if (now - watch.lastUsedAt > LINGER_MS) this.end(mailbox, watch);
    }
  }

  /** Who watches this mailbox: a password that the mail server takes. Undefined: nobody. */
  accountOf(mailbox: string): Account | undefined {
    return this.watches.get(mailbox)?.account;
  }

  /** How many mailboxes are watched. */
  get count(): number {
    return this.watches.size;
  }

  close(): void {
    clearInterval(this.sweeper);
    for (const [mailbox, watch] of this.watches) this.end(mailbox, watch);
  }

  private start(account: Account): Watch {
    const { backend, held, gate } = this.options;
    const { mailbox } = account;
    const controller = new AbortController();
    let hasEnded = false;
    const onEnd = () => {
      hasEnded = true;
      this.refuse(account, watch);
    };
    const onChange = (changes: readonly FolderChange[]) => gate.announce(mailbox, changes);
    const begin = async () => {
      await backend.watch(account, () => held.watchedFolders(mailbox), { onChange, onEnd, signal: controller.signal });
      if (hasEnded) throw new BackendUnavailable('The mail server refuses the password of the watch');
    };
    const ready = Promise.resolve().then(begin);
    const watch: Watch = { controller, ready, lastUsedAt: performance.now(), account };
    this.watches.set(mailbox, watch);
    ready.catch(() => this.end(mailbox, watch)); // the one who waits for it is told why
    return watch;
  }

  private refuse(account: Account, watch: Watch): void {
    this.end(account.mailbox, watch);
    this.options.onRefused(account);
    this.options.held.wake({ mailbox: account.mailbox }, { why: 'recheck' });
  }

  private end(mailbox: string, watch: Watch): void {
    watch.controller.abort();
    if (this.watches.get(mailbox) === watch) this.watches.delete(mailbox);
  }
}
