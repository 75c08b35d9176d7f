import http, { type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** The largest answer that is read; beyond it the exchange fails. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const unzip = promisify(gunzip);

export interface HttpQuestion {
  readonly method: 'POST' | 'OPTIONS' | 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly agent?: Agent;
  /** Abandons the exchange and closes its socket, as a phone does that loses interest. */
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

export interface HttpReply {
  readonly http: number;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked. */
  readonly body: Uint8Array;
  /** Bytes of the body as they came. */
  readonly wireBytes: number;
}

/**
 * One request and its whole answer, unpacked if it was compressed.
 *
 * @throws whatever Node reports for a broken connection; `AbortError` if the signal aborts; an error if time runs out
 */
export async function exchange(question: HttpQuestion): Promise<HttpReply> {
  const response = await open(question, true);
  const packed = await collect(response);
  const isPacked = response.headers['content-encoding'] === 'gzip' && packed.length > 0;
  const body = isPacked ? await unzip(packed, { maxOutputLength: MAX_BODY_BYTES }) : packed;
  return { http: response.statusCode ?? 0, headers: response.headers, body, wireBytes: packed.length };
}

function open(question: HttpQuestion, canRetry: boolean): Promise<IncomingMessage> {
  const { method, url, headers, body, agent, signal, timeoutMs } = question;
  const { request: start } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const length = body || method === 'POST' ? { 'content-length': String(body?.length ?? 0) } : {};
    const request = start(url, { method, headers: { ...headers, ...length }, agent, signal, timeout: timeoutMs });
    request.once('response', resolve);
    request.once('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    request.once('error', (error: NodeJS.ErrnoException) => {
      // The server may close a kept-alive connection at the very moment it is used again; then nothing was handled.
      const isStaleSocket = request.reusedSocket && error.code === 'ECONNRESET' && !signal?.aborted;
      if (isStaleSocket && canRetry) open(question, false).then(resolve, reject);
      else reject(error);
    });
    request.end(body);
  });
}

async function collect(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    // no encoding was set, so chunks are buffers
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Error(`answer of more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
