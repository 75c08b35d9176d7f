import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@/lib/config/environment';
import { applyMigrations } from '../db/apply-migrations';
import { findFreePort } from '../ports/free-port';
import { APPLICATION_ROLE } from '../postgres/credentials';
import { startTemporaryPostgres } from '../postgres/temporary-postgres';
import { buildAll, generateClient } from '../start/build';
import { openProcessRecords } from '../start/process-records';
import { createProgress } from '../start/progress.mjs';
import type { Service } from '../start/service';
import { startConsole, startEngine, type ServicesOptions } from '../start/services';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type SystemOptions = {
  /** How many engines share the database. One, if not said. */
  engines?: number;
  hasConsole?: boolean;
  /** Makes the first administrator; otherwise `setupToken` is for whoever comes first. */
  administrator?: { email: string; password: string };
  /** Variables that differ from the defaults; ports, hosts and the database are chosen here. */
  variables?: Environment;
};

/** What a test in another process needs to know of a running system. */
export type SystemAddresses = {
  /** Origin of the console, or an empty string without one. */
  consoleUrl: string;
  /** Origins of the engines. */
  engineUrls: string[];
  /** As the application's role. */
  databaseUrl: string;
  /** As the role that owns the tables. */
  ownerUrl: string;
  /** Token of the set-up link, if there is no administrator. */
  setupToken: string | null;
};

export type System = SystemAddresses & {
  /** Kills an engine with SIGKILL, as a crash or a power cut would; it stays away until it is restarted. */
  killEngine: (index?: number) => Promise<void>;
  /** Starts a killed engine on its former port; resolves when it answers. */
  restartEngine: (index?: number) => Promise<void>;
  /** The last lines that engines and console wrote, for a failing test. */
  log: () => string;
  stop: () => Promise<void>;
};

const LOG_LINES = 500;

/**
 * Runs the real thing on free ports of 127.0.0.1: PostgreSQL, engines and console as built, demo back end. Builds first
 * what has changed. Everything goes when it is stopped or when this process is gone.
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const { engines: engineCount = 1, hasConsole = true } = options;
  await prepare();
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const postgres = await startTemporaryPostgres();
    undo.push(postgres.stop);
    await applyMigrations({ ownerUrl: postgres.ownerUrl, applicationRole: APPLICATION_ROLE });
    const setupToken = await setUp(postgres.url, options);

    const { services, log, folder } = servicesOptions(postgres.url, options);
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    const engines: { service: Service; url: string }[] = [];
    for (let index = 0; index < engineCount; index += 1) engines.push(await addEngine(services));
    for (const { service } of engines) undo.push(service.stop);
    const console = hasConsole ? await addConsole(services) : null;
    if (console) undo.push(console.service.stop);

    for (const { service, url } of engines) await service.healthy(`${url}/healthz`);
    await console?.service.healthy(`${console.url}/mobileadmin/sign-in`);
    const engineAt = (index: number) => engines[index] ?? fail(`There is no engine ${index}`);
    return {
      consoleUrl: console?.url ?? '',
      engineUrls: engines.map(({ url }) => url),
      databaseUrl: postgres.url,
      ownerUrl: postgres.ownerUrl,
      setupToken,
      killEngine: (index = 0) => engineAt(index).service.kill(),
      restartEngine: async (index = 0) => {
        const { service, url } = engineAt(index);
        service.restart();
        await service.healthy(`${url}/healthz`);
      },
      log,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Builds what has changed since the last time; silent and quick if nothing has. */
export async function prepare(): Promise<void> {
  const build = { root, progress: createProgress(), signal: new AbortController().signal };
  await generateClient(build);
  await buildAll(build);
}

/** Loaded only now: it needs the client that may just have been generated. */
async function setUp(url: string, { administrator }: SystemOptions): Promise<string | null> {
  const { ensureFirstContents } = await import('../start/first-contents');
  return ensureFirstContents(url, { ADMIN_EMAIL: administrator?.email, ADMIN_PASSWORD: administrator?.password });
}

function servicesOptions(databaseUrl: string, { variables }: SystemOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'mobileadmin-system-'));
  const lines: string[] = [];
  const services: ServicesOptions = {
    root,
    isDev: false,
    records: openProcessRecords(folder),
    onLine: (line) => {
      lines.push(line);
      if (lines.length > LOG_LINES) lines.shift();
    },
    onGiveUp: (error) => lines.push(error.message),
    environment: { LOG_LEVEL: 'info', ...variables, DATABASE_URL: databaseUrl, AUTH_SECRET: 'e2e '.repeat(12) },
  };
  return { services, log: () => lines.join('\n'), folder };
}

async function addEngine(services: ServicesOptions) {
  const port = await findFreePort();
  const environment = { ...services.environment, ENGINE_HOST: '127.0.0.1', ENGINE_PORT: String(port) };
  return { service: startEngine({ ...services, environment }), url: `http://127.0.0.1:${port}` };
}

async function addConsole(services: ServicesOptions) {
  const port = await findFreePort();
  const environment = { ...services.environment, CONSOLE_HOST: '127.0.0.1', CONSOLE_PORT: String(port) };
  return { service: startConsole({ ...services, environment }), url: `http://127.0.0.1:${port}` };
}

function fail(message: string): never {
  throw new Error(message);
}
