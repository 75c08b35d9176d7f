import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before several engines and gives each request to the next one, so that no phone keeps to one of them. */
export class FrontDoor {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  private readonly server = createServer((req, res) => this.pass({ req, res }, this.targets.length));
  private next = 0;

  private constructor(private targets: readonly number[]) {
    this.server.requestTimeout = 0;
    this.server.timeout = 0;
  }

  static async open(targets: readonly number[]): Promise<FrontDoor> {
    const door = new FrontDoor(targets);
    door.server.listen({ host: '127.0.0.1', port: 0 });
    await once(door.server, 'listening');
    return door;
  }

  get url(): string {
    // A server that listens on TCP has an address of this form.
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Ports of the engines from now on. */
  lead(targets: readonly number[]): void {
    this.targets = targets;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
    this.agent.destroy();
  }

  private pass(pair: { req: IncomingMessage; res: ServerResponse }, attempts: number): void {
    const { req, res } = pair;
    const port = this.targets[(this.next += 1) % this.targets.length];
    const { method, url: path, headers } = req;
    const forward = request({ host: '127.0.0.1', port, method, path, headers, agent: this.agent });
    let isAnswered = false;
    forward.once('response', (answer) => {
      isAnswered = true;
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
      answer.once('error', () => res.destroy());
    });
    forward.once('error', (error: NodeJS.ErrnoException) => {
      if (res.destroyed) return;
      // Nothing of the body has been read yet: another engine may take it. Otherwise the phone finds its connection cut.
      if (!isAnswered && error.code === 'ECONNREFUSED' && attempts > 1 && !req.readableFlowing) {
        this.pass(pair, attempts - 1);
      } else res.destroy();
    });
    res.once('close', () => forward.destroy());
    forward.once('socket', (socket) => {
      const send = () => req.pipe(forward);
      if (socket.connecting) socket.once('connect', send);
      else send();
    });
  }
}
