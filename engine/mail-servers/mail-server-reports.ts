import type { ServerObserver, ServerProblem } from '@/engine/backends/server-observer';
import type { Database } from '@/lib/db/client';
import { recordMailServer } from '@/lib/domain/mail-servers/record-mail-server';
import type { MailProtocol } from '@/lib/domain/mail-servers/contract';
import type { Logger } from '@/lib/log/logger';

/** A server that comes and goes is not written down each time. */
const LEAST_PAUSE_MS = 30_000;
/** As long as nothing changes, this is how old what the console shows may be. */
const REFRESH_MS = 5 * 60_000;

type Outcome = { readonly problem: ServerProblem | null; readonly cause?: unknown };

export type ReportsOptions = {
  readonly db: Database;
  readonly log: Logger;
  readonly now: () => Date;
  /** Calls back later; for tests. @returns what forgets it */
  readonly later?: (run: () => void, delayMs: number) => () => void;
};

/**
 * Writes down for the console how the engine fares with a mail server, and logs when that changes: at once, then at most
 * every 30 seconds. A failure to write is logged; nobody waits for it.
 */
export class MailServerReports implements ServerObserver {
  private latest: Outcome | null = null;
  private written: ServerProblem | null | undefined = undefined;
  private writtenAtMs = Number.NEGATIVE_INFINITY;
  private forget: (() => void) | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly server: { readonly protocol: MailProtocol; readonly address: string },
    private readonly options: ReportsOptions,
  ) {}

  succeeded(): void {
    this.note({ problem: null });
  }

  failed(problem: ServerProblem, cause: unknown): void {
    this.note({ problem, cause });
  }

  /** Once everything that was begun is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  close(): void {
    this.forget?.();
    this.forget = null;
  }

  private note(outcome: Outcome): void {
    this.latest = outcome;
    if (this.forget) return;
    const passedMs = this.options.now().getTime() - this.writtenAtMs;
    const isSame = this.written !== undefined && this.written === outcome.problem;
    if (passedMs >= (isSame ? REFRESH_MS : LEAST_PAUSE_MS)) this.write();
    else if (!isSame) this.forget = (this.options.later ?? afterwards)(() => this.catchUp(), LEAST_PAUSE_MS - passedMs);
  }

  private catchUp(): void {
    this.forget = null;
    // It may be as it was, by now.
    if (this.latest?.problem !== this.written) this.write();
  }

  private write(): void {
    if (!this.latest) return;
    const { problem, cause } = this.latest;
    const { db, log, now } = this.options;
    const at = now();
    if (problem !== this.written) this.tell(problem, cause);
    this.written = problem;
    this.writtenAtMs = at.getTime();
    this.writing = this.writing
      .then(() => recordMailServer(db, { ...this.server, problem, at }))
      .catch((err: unknown) => log.warn({ err, ...this.server }, 'The state of the mail server was not written'));
  }

  private tell(problem: ServerProblem | null, cause: unknown): void {
    const { log } = this.options;
    if (problem) log.error({ ...this.server, problem, err: cause }, 'The mail server is of no use');
    else if (this.written) log.info({ ...this.server }, 'The mail server works again');
  }
}

function afterwards(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
}
