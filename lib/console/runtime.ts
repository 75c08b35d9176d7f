import { loadConsoleConfig, type ConsoleConfig } from '@/lib/config/console-config';
import { createDatabase, type Database } from '@/lib/db/client';
import { createLogger, type Logger } from '@/lib/log/logger';

/** What the console's server has one of. */
export interface ConsoleRuntime {
  readonly config: Pick<ConsoleConfig, 'AUTH_SECRET' | 'DATABASE_URL' | 'PUBLIC_URL' | 'TRUST_PROXY'>;
  readonly db: Database;
  readonly log: Logger;
  readonly now: () => Date;
}

// Pages, routes and start-up are separate bundles with separate modules; the process is what they share.
const slot = Symbol.for('mobileadmin.console.runtime');
const globals: typeof globalThis & { [slot]?: ConsoleRuntime } = globalThis;

/** Reads the configuration and opens the database. @throws ConfigError with every complaint */
function createRuntime(): ConsoleRuntime {
  const config = loadConsoleConfig();
  const log = createLogger({ name: 'console', level: config.LOG_LEVEL });
  const onConnectionError = (error: Error) => log.warn({ err: error }, 'database connection lost');
  const { db } = createDatabase(config.DATABASE_URL, { onConnectionError });
  return { config, db, log, now: () => new Date() };
}

/** Sets what every request works with: for a test, its own database. */
export function provideRuntime(runtime: ConsoleRuntime): void {
  globals[slot] = runtime;
}

/** What every request works with; made at the first call. @throws ConfigError if the environment is not usable */
export function getRuntime(): ConsoleRuntime {
  globals[slot] ??= createRuntime();
  return globals[slot];
}

/** True if people reach the console by HTTPS, so that cookies can be kept from any other way. */
export const isSecure = (runtime: ConsoleRuntime): boolean => runtime.config.PUBLIC_URL?.startsWith('https:') ?? false;
