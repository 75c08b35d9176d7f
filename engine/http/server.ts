import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Engine } from '@/engine/exchange';
import { KEEP_ALIVE_MS } from '@/lib/config/keep-alive';
import { clientAddress, type TrustProxy } from '@/lib/config/trust-proxy';
import { createServer as createTlsServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import { autodiscover, AUTODISCOVER_PATH } from './autodiscover';
import { type ChangeHook, hearChange } from './change-hook';
import { deliverDemoMessage, type DemoMail } from './demo-messages';
import { serveEas } from './eas-endpoint';
import { Health } from './health';
import { isLocalRequest } from './local-only';

export type ServerOptions = {
  readonly engine: Engine;
  readonly trustProxy: TrustProxy;
  /** Under which phones reach this engine; null: as they call it. */
  readonly publicUrl: string | null;
  /** With the demo back end: where mail is delivered, and whether others than this machine may call. */
  readonly demo: DemoMail | null;
  /** For mail servers that announce changes; null: there is no such address. */
  readonly hook: ChangeHook | null;
  /** Certificate chain and private key, PEM; null: TLS is the business of the web server in front. */
  readonly tls: TlsFiles | null;
  /** Where this is one of several processes: the figures of all of them, given its own. */
  readonly allFigures?: (own: string) => Promise<string>;
};

export type TlsFiles = { readonly cert: Buffer; readonly key: Buffer };

const EAS_PATH = '/microsoft-server-activesync';
const HOOK_PATH = '/engine/changed';
const DEMO_PATH = '/demo/messages/';

/** Bounds on what a client may take its time with. Held requests are not affected: they have been received. */
const timing = {
  headersTimeout: 20_000,
  requestTimeout: 120_000,
  keepAliveTimeout: KEEP_ALIVE_MS,
  maxHeaderSize: 16 * 1024,
  keepAlive: true,
  // A probe wakes the radio of a phone: not often, but dead peers must be found.
  keepAliveInitialDelay: 300_000,
  noDelay: true,
} as const;

/** The HTTP server of the engine, not yet listening. */
export function createEngineServer(options: ServerOptions): Server {
  const health = new Health(options.engine.db);
  const listener = (req: IncomingMessage, res: ServerResponse) => {
    route(options, health, { req, res }).catch((err: unknown) => {
      options.engine.log.error({ err }, 'Request ended without an answer');
      // Whatever it was: nothing half-said goes out as if it were whole.
      res.destroy();
    });
  };
  return options.tls ? createTlsServer({ ...timing, ...options.tls }, listener) : createServer(timing, listener);
}

type Pair = { readonly req: IncomingMessage; readonly res: ServerResponse };

async function route(options: ServerOptions, health: Health, { req, res }: Pair): Promise<void> {
  const { engine, trustProxy, demo, hook } = options;
  const path = pathOf(req);
  if (path === '/healthz') return plain(res, (await health.isWell()) ? 200 : 503);
  if (path === '/metrics' && isLocalRequest(req)) return metrics(options, res);
  if (hook && path === HOOK_PATH) return hearChange(engine, hook, { req, res });
  if (demo && !demo.isPublic && !isLocalRequest(req)) return plain(res, 403);
  if (path === EAS_PATH || path === AUTODISCOVER_PATH) {
    const forwardedFor = [req.headers['x-forwarded-for'] ?? []].flat().join(',');
    const address = clientAddress(trustProxy, { peer: req.socket.remoteAddress, forwardedFor });
    const connection = { engine, req, res, address, requestId: randomUUID() };
    if (path === EAS_PATH) return serveEas(connection);
    return autodiscover({ ...connection, publicUrl: options.publicUrl ?? calledUrl(req) });
  }
  if (demo && path.startsWith(DEMO_PATH)) return deliverDemoMessage(demo, { req, res });
  return plain(res, 404);
}

/** Without query and trailing slash, in lower case: IIS does not mind either, so clients never had to be careful. */
function pathOf({ url = '/' }: IncomingMessage): string {
  const path = (url.split('?', 1)[0] ?? '/').toLowerCase();
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Without `PUBLIC_URL`: the address by which the phone came here, if it can be one. */
function calledUrl({ headers, socket }: IncomingMessage): string {
  const host = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:]+\](?::\d{1,5})?$/i.exec(headers.host ?? '')?.[0] ?? 'localhost';
  const isSecure = headers['x-forwarded-proto'] === 'https' || socket instanceof TLSSocket;
  return `${isSecure ? 'https' : 'http'}://${host}`;
}

async function metrics({ engine, allFigures }: ServerOptions, res: ServerResponse): Promise<void> {
  const figures = engine.metrics.render();
  const text = allFigures ? await allFigures(figures) : figures;
  res.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' });
  res.end(text);
}

function plain(res: ServerResponse, status: number): void {
  res.writeHead(status, { 'Content-Length': 0, 'Cache-Control': 'no-store' });
  res.end();
}
