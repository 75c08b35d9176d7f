import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';

/** Why a body cannot be taken. `status` is what HTTP has for it. */
export class BodyError extends Error {
  override readonly name = 'BodyError';

  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type RequestBody = {
  readonly bytes: Buffer;
  /** Octets as they came over the wire. */
  readonly wireBytes: number;
};

/**
 * The body of a request, unpacked if it is packed. What it claims to be is not believed: the limit holds for what
 * arrives, and for what comes out of it.
 *
 * Deviates from [MS-ASHTTP] 2.2.1.1.2, which knows no Content-Encoding of requests: some clients pack them.
 *
 * @throws BodyError
 */
export async function readBody(req: IncomingMessage, limitBytes: number, signal: AbortSignal): Promise<RequestBody> {
  const claimed = Number(req.headers['content-length'] ?? 0);
  if (claimed > limitBytes) throw new BodyError(413, 'The body is announced as too large');
  const encoding = req.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new BodyError(415, 'The encoding of the body is not known');
  }
  const collector = new Collector(limitBytes);
  try {
    const wireBytes =
      encoding === 'identity' ? await drain(req, collector, signal) : await unpack(req, collector, signal);
    return { bytes: collector.bytes(), wireBytes };
  } catch (error) {
    if (error instanceof BodyError) throw error;
    signal.throwIfAborted();
    throw new BodyError(400, 'The body cannot be read', { cause: error });
  }
}

/** Without the machinery of a pipeline: most bodies are one small chunk. */
function drain(req: IncomingMessage, collector: Collector, signal: AbortSignal): Promise<number> {
  let wireBytes = 0;
  return new Promise((resolve, reject) => {
    const finish = (cause?: unknown) => {
      req.off('data', take).off('end', finish).off('error', finish).off('close', cut);
      signal.removeEventListener('abort', cut);
      if (cause === undefined) return resolve(wireBytes);
      req.pause();
      reject(cause instanceof Error ? cause : new Error('The body cannot be read', { cause }));
    };
    const cut = () => finish(new Error('The body has not come to its end'));
    const take = (chunk: Buffer) => {
      wireBytes += chunk.length;
      try {
        collector.add(chunk);
      } catch (error) {
        finish(error);
      }
    };
    if (signal.aborted) return cut();
    req.on('data', take).once('end', finish).once('error', finish).once('close', cut);
    signal.addEventListener('abort', cut);
  });
}

async function unpack(req: IncomingMessage, collector: Collector, signal: AbortSignal): Promise<number> {
  let wireBytes = 0;
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      wireBytes += chunk.length;
      yield chunk;
    }
  };
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) collector.add(chunk);
  };
  await pipeline(req, counted, createGunzip(), collect, { signal });
  return wireBytes;
}

class Collector {
  private readonly chunks: Buffer[] = [];
  private length = 0;

  constructor(private readonly limitBytes: number) {}

  add(chunk: Buffer): void {
    this.length += chunk.length;
    if (this.length > this.limitBytes) throw new BodyError(413, 'The body is too large');
    this.chunks.push(chunk);
  }

  bytes(): Buffer {
    return this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks);
  }
}
