import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { LoadReport, RepeatOrder } from './load-orders';

// As cheap as can be: the processor is shared with the server that is measured.

const HEAD_END = Buffer.from('\r\n\r\n');
const PROBLEMS_KEPT = 5;

/** Sends each request again as soon as its answer is there. */
export async function repeatRequests({ port, requests, answer, count }: RepeatOrder): Promise<LoadReport> {
  const timesMs: number[] = [];
  const problems = new Set<string>();
  const wanted = Buffer.from(answer, 'base64');
  let left = count;
  const startedAt = performance.now();
  const lanes = requests.map(async (request) => {
    const bytes = Buffer.from(request, 'base64');
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    const answers = readAnswers(socket);
    while (left > 0) {
      left -= 1;
      const askedAt = performance.now();
      socket.write(bytes);
      const { value: given } = await answers.next();
      timesMs.push(performance.now() - askedAt);
      if (given?.status === 200 && given.body.equals(wanted)) continue;
      if (problems.size < PROBLEMS_KEPT) problems.add(`HTTP ${given?.status}, ${given?.body.toString('base64')}`);
      if (!given) break;
    }
    socket.destroy();
  });
  await Promise.all(lanes);
  return { timesMs, elapsedMs: performance.now() - startedAt, problems: [...problems] };
}

type Given = { readonly status: number; readonly body: Buffer };

/** The answers; they have a Content-Length. */
async function* readAnswers(socket: Socket): AsyncGenerator<Given, undefined> {
  let bytes: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of socket) {
      bytes = bytes.length === 0 ? (chunk as Buffer) : Buffer.concat([bytes, chunk as Buffer]); // no encoding is set
      const head = bytes.indexOf(HEAD_END);
      if (head < 0) continue;
      const text = bytes.toString('latin1', 0, head);
      const length = Number(/^content-length: (\d+)$/im.exec(text)?.[1] ?? 0);
      const end = head + HEAD_END.length + length;
      if (bytes.length < end) continue;
      const body = bytes.subarray(head + HEAD_END.length, end);
      bytes = bytes.subarray(end);
      yield { status: Number(text.slice(9, 12)), body };
    }
  } catch {
    // The server is gone: said by the end of the answers.
  }
  return undefined;
}
