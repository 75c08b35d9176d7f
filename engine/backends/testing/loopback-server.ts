import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server of a test, on a free port of the loopback interface. */
export type LoopbackServer = {
  readonly port: number;
  /** How often somebody connected. */
  readonly connections: () => number;
  /** Breaks every connection. */
  readonly hangUp: () => void;
  readonly stop: () => Promise<void>;
};

/**
 * Listens, and hands over every connection; that one breaks is no error.
 *
 * @param onConnection `own` is for further sockets that are to break with the connections
 */
export async function startLoopbackServer(
  onConnection: (socket: Socket, own: (further: Socket) => void) => void,
): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const own = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // what is tested here breaks connections
  };
  const server = createServer((socket) => {
    connections += 1;
    own(socket);
    onConnection(socket, own);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port, // listening on a port, not a pipe
    connections: () => connections,
    hangUp,
    stop: async () => {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}
