import { connect } from 'node:net';
import { startLoopbackServer } from '@/engine/backends/testing/loopback-server';

/** Where a connection is to break. */
export type Cut =
  /** So many octets after the beginning of the next literal that has at least `leastBytes`. */
  | { readonly at: 'literal'; readonly leastBytes: number; readonly afterBytes: number }
  /** When the server has carried out the next command that has this word in it: nobody hears its answer. */
  | { readonly at: 'answer'; readonly to: string };

export type CuttingProxy = {
  readonly port: number;
  /** Breaks one connection at the next such place. @returns once it is broken */
  readonly cut: (cut: Cut) => Promise<void>;
  /** Breaks every connection. */
  readonly hangUp: () => void;
  readonly stop: () => Promise<void>;
};

type Pending = { readonly cut: Cut; readonly done: () => void };

/** Stands between a client and an IMAP server, and breaks the connection where a test wants it. */
export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  let pending: Pending | null = null;
  const { port, hangUp, stop } = await startLoopbackServer((client, own) => {
    const upstream = connect(serverPort, '127.0.0.1');
    own(upstream);
    const breakUp = () => {
      const { done = () => undefined } = pending ?? {};
      pending = null;
      upstream.destroy();
      client.end(() => {
        client.destroy();
        done();
      });
    };
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    let tag: string | null = null;
    client.on('data', (data: Buffer) => {
      const line = data.toString('latin1');
      if (pending?.cut.at === 'answer' && line.includes(` ${pending.cut.to} `)) tag = line.split(' ', 1)[0] ?? null;
      upstream.write(data);
    });
    let left: number | null = null;
    upstream.on('data', (data: Buffer) => {
      if (tag !== null) {
        // Told from other lines by its end: an answer that says how it ended.
        if (data.toString('latin1').includes(`${tag} OK`)) breakUp();
        else if (data.toString('latin1').startsWith('+')) client.write(data);
        return;
      }
      if (pending?.cut.at === 'literal' && left === null) {
        const start = literalIn(data, pending.cut.leastBytes);
        if (start !== null) left = start + pending.cut.afterBytes;
      }
      if (left === null) {
        client.write(data);
        return;
      }
      client.write(data.subarray(0, left));
      if (data.length > left) breakUp();
      else left -= data.length;
    });
  });
  return {
    port,
    cut: (cut) => new Promise((resolve) => (pending = { cut, done: resolve })),
    hangUp,
    stop,
  };
}

/** Where the first literal of this length begins in what came. */
function literalIn(data: Buffer, leastBytes: number): number | null {
  for (const match of data.toString('latin1').matchAll(/\{(\d+)\}\r\n/g)) {
    if (Number(match[1]) >= leastBytes) return match.index + match[0].length;
  }
  return null;
}
