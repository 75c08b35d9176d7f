import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from '@/engine/exchange';
import type { EasRequestLine } from '@/lib/protocol/http/eas-request-line';

/** One request as the connection brought it. */
export type Connection = {
  readonly engine: Engine;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Of the phone, as far as proxies in front are believed. */
  readonly address: string;
  readonly requestId: string;
};

/** A request on its way; what is learnt of it is noted, so that it can be counted however it ends. */
export class Call {
  /** Position of the wake log before anything was read for this request. */
  readonly since: number;
  line: EasRequestLine | null = null;
  deviceId: string | null = null;
  wireBytesIn = 0;
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly connection: Connection) {
    this.since = connection.engine.held.position;
    connection.res.once('close', () => this.controller.abort(new Error('The client is gone')));
    this.armDeadline();
  }

  /** Aborted when the client is gone or the time is over. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isClientGone(): boolean {
    return this.connection.res.destroyed;
  }

  get userAgent(): string | null {
    return this.connection.req.headers['user-agent']?.slice(0, 300) ?? null;
  }

  get acceptLanguage(): string | null {
    return this.connection.req.headers['accept-language']?.slice(0, 300) ?? null;
  }

  armDeadline(): void {
    const { deadlineMs } = this.connection.engine.limits;
    this.timer = setTimeout(() => this.controller.abort(new Error('The time is over')), deadlineMs);
    this.timer.unref();
  }

  /** For a request that is held: waiting is what it is there for. */
  disarmDeadline(): void {
    clearTimeout(this.timer);
  }

  /** The work, or its end by the signal: a database that hangs must not hang the phone. */
  async untilDeadline<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this;
    let stop = () => undefined as void;
    const aborted = new Promise<never>((_resolve, reject) => {
      // The reason is one of the errors above.
      stop = () => reject(signal.reason as Error);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      signal.removeEventListener('abort', stop);
      // Whoever loses the race fails unheard.
      work.catch(() => undefined);
      aborted.catch(() => undefined);
    }
  }
}
