import { createServer } from 'node:net';

/** Tells whether a port of the address can be listened on right now. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return tryListen(port, host).then((result) => result !== null);
}

/** A port of 127.0.0.1 that nobody listens on right now, given by the system. */
export async function findFreePort(): Promise<number> {
  const port = await tryListen(0, '127.0.0.1');
  if (port === null) throw new Error('The system has no free port on 127.0.0.1');
  return port;
}

function tryListen(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : null;
      server.close(() => resolve(actual));
    });
  });
}
