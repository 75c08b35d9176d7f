import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { CLIENT_ADDRESS_HEADER } from '@/lib/config/client-address-header';
import { loadConsoleConfig } from '@/lib/config/console-config';
import { KEEP_ALIVE_MS } from '@/lib/config/keep-alive';
import { clientAddress } from '@/lib/config/trust-proxy';
import { createLogger } from '@/lib/log/logger';

// The console's process: Next behind a plain Node server of our own, because only the server sees who is at the other
// end of a connection. `next start` would hand on whatever X-Forwarded-For a client has made up.

const STOP_TIMEOUT_MS = 5_000;

const config = loadConsoleConfig();
const logger = createLogger({ name: 'console', level: config.LOG_LEVEL });
const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, handle);
const app = next({
  dev: process.argv.includes('--dev'),
  hostname: config.CONSOLE_HOST,
  port: config.CONSOLE_PORT,
  httpServer: server,
});

await app.prepare();
const answer = app.getRequestHandler();
server.listen(config.CONSOLE_PORT, config.CONSOLE_HOST, () => {
  logger.info({ host: config.CONSOLE_HOST, port: config.CONSOLE_PORT }, 'Console listens');
});
server.once('error', (error) => {
  logger.error({ err: error }, 'Console cannot listen');
  process.exit(1);
});
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());

function handle(request: IncomingMessage, response: ServerResponse): void {
  const forwardedFor = request.headers['x-forwarded-for'];
  request.headers[CLIENT_ADDRESS_HEADER] = clientAddress(config.TRUST_PROXY, {
    peer: request.socket.remoteAddress,
    forwardedFor: Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor,
  });
  answer(request, response).catch((error: unknown) => {
    logger.error({ err: error }, 'Request failed outside of its route');
    response.destroy();
  });
}

/** Event streams stay open for as long as a page does, so they are cut; other requests may finish. */
async function stop(): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(late);
  await app.close();
  process.exit(0);
}
