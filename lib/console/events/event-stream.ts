import { findActor, type Credentials } from '@/lib/console/auth/authenticate';
import { signalHub } from '@/lib/console/events/signal-hub';
import { mayHear } from '@/lib/console/events/topic-permission';
import type { Call } from '@/lib/console/http/answer';
import { cookiesOf } from '@/lib/console/http/cookies';
import type { Operation } from '@/lib/console/openapi/operation';
import type { ConsoleRuntime } from '@/lib/console/runtime';
import type { ConsoleSignal } from '@/lib/domain/signals';
import { DomainError } from '@/lib/errors/domain-error';

// Implementation notes
// - Signals are hints without content: topic and id. What they are about is fetched through the API, by whoever may.
// - A stream outlives the request that opened it, so its right to exist is looked up again: at intervals, and at once
//   when a person or a token changed.
// - Bounds: streams a process, streams a caller, unread events a stream. A page that does not read is cut off; it comes
//   back by itself and then reads everything anew.

/** Below the idle timeouts of proxies, the shortest of which is 30 seconds. */
const HEARTBEAT_MS = 25_000;
const RECHECK_MS = 60_000;
const RETRY_MS = 3_000;
const MAX_STREAMS = 1_000;
const MAX_STREAMS_PER_CALLER = 50;
const MAX_UNREAD = 500;

const open = new Map<string, number>();

function claimPlace(callerId: string): () => void {
  const total = [...open.values()].reduce((sum, count) => sum + count, 0);
  const own = open.get(callerId) ?? 0;
  if (total >= MAX_STREAMS || own >= MAX_STREAMS_PER_CALLER) {
    throw new DomainError('service_unavailable', `${own} of ${total} event streams are open`);
  }
  open.set(callerId, own + 1);
  return () => {
    const left = (open.get(callerId) ?? 1) - 1;
    if (left > 0) open.set(callerId, left);
    else open.delete(callerId);
  };
}

const eventText = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Whether the caller may still listen. While the database is away nothing is known, and nothing is sent either. */
async function isOver(runtime: ConsoleRuntime, credentials: Credentials): Promise<boolean> {
  try {
    return (await findActor(runtime, credentials)) === null;
  } catch (error) {
    return error instanceof DomainError;
  }
}

class EventStream {
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  private readonly encoder = new TextEncoder();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly cleanUp: (() => void)[] = [];

  readonly body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      this.controller = controller;
    },
    cancel: () => this.close(),
  });

  constructor(private readonly call: Call<Operation>) {}

  /** Connects the stream to what changes. @throws if the database cannot be listened to, or too many listen already */
  async open(): Promise<void> {
    const { ctx, request, runtime } = this.call;
    this.cleanUp.push(claimPlace(ctx.actor.id));
    try {
      const unsubscribe = await signalHub(runtime).subscribe({
        onSignal: (signal) => this.pass(signal),
        onResync: () => this.send(eventText('resync', {})),
      });
      this.cleanUp.push(unsubscribe);
    } catch (error) {
      this.close();
      throw error;
    }
    request.signal.addEventListener('abort', () => this.close(), { once: true });
    this.timers.push(setInterval(() => this.send(':\n\n'), HEARTBEAT_MS));
    this.timers.push(setInterval(() => void this.recheck(), RECHECK_MS));
    this.send(`retry: ${RETRY_MS}\n${eventText('ready', {})}`);
    if (request.signal.aborted) this.close();
  }

  private pass(signal: ConsoleSignal): void {
    const { topic, id } = signal;
    if (topic === 'people' || topic === 'tokens') void this.recheck();
    if (!mayHear(this.call.ctx.actor.role, topic)) return;
    this.send(eventText('change', { topic, ...(id !== undefined && { id }) }));
  }

  private async recheck(): Promise<void> {
    const { request, runtime } = this.call;
    const { headers } = request;
    if (!(await isOver(runtime, { headers, cookies: cookiesOf(headers), method: 'GET' }))) return;
    this.send(eventText('end', {}));
    this.close();
  }

  private send(text: string): void {
    if (!this.controller) return;
    if ((this.controller.desiredSize ?? 0) < -MAX_UNREAD) this.close();
    else this.controller.enqueue(this.encoder.encode(text));
  }

  private close(): void {
    const { controller } = this;
    this.controller = null;
    this.timers.splice(0).forEach(clearInterval);
    this.cleanUp.splice(0).forEach((release) => release());
    try {
      controller?.close();
    } catch (error) {
      // Cancelled by the reader: it is closed already.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}

/** Answers with what changes, for as long as the caller stays and may stay. */
export async function streamEvents(call: Call<Operation>): Promise<Response> {
  const stream = new EventStream(call);
  await stream.open();
  return new Response(stream.body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Compressing or buffering on the way would hold events back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
