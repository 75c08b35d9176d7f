import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readOrCreateAuthSecret } from '@/lib/config/auth-secret';
import { type Environment, readEnvironment } from '@/lib/config/environment';
import { loadStartConfig, type StartConfig } from '@/lib/config/start-config';
import { formatLine } from '@/lib/log/line-formatter';
import { isPortFree } from '../ports/free-port';
import { lockFile } from '../processes/folder-lock';
import { addressesOf } from './addresses';
import { readArguments, type StartArguments } from './arguments';
import { buildAll, generateClient } from './build';
import { migrate, startDatabase, type StartedDatabase } from './database';
import { explainFault } from './explain-fault';
import { endOrphans, openProcessRecords } from './process-records';
import type { FirstContents } from './first-contents';
import type { Progress } from './progress.mjs';
import { reloadOnChange } from './reload';
import { startConsole, startEngine, startPhones, type ServicesOptions } from './services';
import { createShutdown, type Shutdown } from './shutdown';
import { StartError } from './start-error';

export type MainOptions = {
  root: string;
  /** Of the command line. */
  words: readonly string[];
  progress: Progress;
};

/**
 * Brings up database, engine and console, and keeps them up until it is told to end or something cannot go on. Ends the
 * process: with 0 after Ctrl-C or SIGTERM, otherwise with 1 after one sentence on the cause.
 */
export async function main({ root, words, progress }: MainOptions): Promise<never> {
  const shutdown = createShutdown(progress.print);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Whoever asks twice is in a hurry: everything we started ends when we do.
      if (shutdown.signal.aborted) process.exit(1);
      void shutdown.run();
    });
  }
  try {
    await bringUp({ root, progress, shutdown, args: readArguments(words) });
    await new Promise((resolve) => shutdown.signal.addEventListener('abort', resolve));
  } catch (error) {
    if (!shutdown.signal.aborted) shutdown.fail(error instanceof Error ? error : new Error(String(error)));
  }
  await shutdown.run();
  const reason = shutdown.reason();
  if (reason) console.error(explainFault(reason));
  process.exit(reason ? 1 : 0);
}

type Run = { root: string; progress: Progress; shutdown: Shutdown; args: StartArguments };

async function bringUp(run: Run): Promise<void> {
  const { root, progress, shutdown, args } = run;
  const environment = readEnvironment(root);
  const config = loadStartConfig(environment);
  await takeDataFolder(config, run);
  await refuseBusyPorts(config);

  const build = { root, progress, signal: shutdown.signal };
  await generateClient(build);
  const database = await bringUpDatabase(config, run);
  if (!args.isDev) await buildAll(build);
  const services = servicesOptions(config, { environment, database, run });
  const areUp = bringUpServices(config, { services, run });
  const hasDemoPast = args.phones > 0;
  const [token] = await Promise.all([setUp(database.url, { ...config, hasDemoPast }), areUp]);
  if (args.phones > 0) sendPhones(config, { services, run, count: args.phones });
  announce(config, { token, run });
}

/** One start at a time for a data folder; then nothing that an earlier one left can be in use. */
async function takeDataFolder({ DATA_DIR }: StartConfig, { progress }: Run): Promise<void> {
  mkdirSync(DATA_DIR, { recursive: true, mode: 0o711 });
  const lock = lockFile(join(DATA_DIR, 'start.lock'));
  if ('heldBy' in lock) {
    throw new StartError(`Mobileadmin already runs with the data folder ${DATA_DIR} (process ${lock.heldBy}).`);
  }
  process.once('exit', lock.release);
  const orphans = await endOrphans(DATA_DIR);
  if (orphans.length > 0) progress.print(`Ended what an earlier run had left: ${orphans.join(', ')}.`);
}

async function refuseBusyPorts(config: StartConfig): Promise<void> {
  const complaints: string[] = [];
  for (const name of ['CONSOLE', 'ENGINE'] as const) {
    const port = config[`${name}_PORT`];
    const isFree = await isPortFree(port, config[`${name}_HOST`]);
    if (!isFree) complaints.push(`Port ${port} is in use; end what uses it, or set ${name}_PORT to another one.`);
  }
  if (complaints.length > 0) throw new StartError(complaints.join('\n'));
}

/** A step of the start, unless the end has begun. */
function step<T>({ progress, shutdown }: Run, title: string, work: () => Promise<T>): Promise<T> {
  shutdown.signal.throwIfAborted();
  return progress.step(title, work);
}

async function bringUpDatabase(config: StartConfig, run: Run): Promise<StartedDatabase> {
  const { progress, shutdown } = run;
  const title = config.DATABASE_URL === undefined ? 'Starting the database' : 'Looking at the database';
  const database = await step(run, title, () => startDatabase(config));
  let isExpected = false;
  shutdown.add('the database', () => {
    isExpected = true;
    return database.stop();
  });
  void database.ended.then(() => {
    if (!isExpected) shutdown.fail(new StartError(`The database ended; see ${config.DATA_DIR}/postgres.log.`));
  });
  const applied = await step(run, 'Bringing the database up to date', () => migrate(database));
  for (const name of applied) progress.print(`  applied ${name}`);
  return database;
}

type Context = { environment: Environment; database: StartedDatabase; run: Run };

function servicesOptions(config: StartConfig, { environment, database, run }: Context): ServicesOptions {
  const { progress, shutdown, args, root } = run;
  return {
    root,
    isDev: args.isDev,
    records: openProcessRecords(config.DATA_DIR),
    onLine: (line) => progress.print(process.stdout.isTTY ? formatLine(line) : line),
    onGiveUp: shutdown.fail,
    environment: {
      ...environment,
      DATABASE_URL: database.url,
      AUTH_SECRET: config.AUTH_SECRET ?? readOrCreateAuthSecret(config.DATA_DIR),
    },
  };
}

type Fleet = { services: ServicesOptions; run: Run; count: number };

async function bringUpServices(config: StartConfig, { services, run }: { services: ServicesOptions; run: Run }) {
  const { shutdown } = run;
  const addresses = addressesOf(config);
  const engine = startEngine(services);
  shutdown.add('the engine', engine.stop);
  if (services.isDev) shutdown.add('the watch over sources', reloadOnChange(engine, services.root, ['engine', 'lib']));
  const console = startConsole(services);
  shutdown.add('the console', console.stop);
  await step(run, 'Starting engine and console', () =>
    Promise.all([engine.healthy(addresses.engineHealth), console.healthy(addresses.consoleHealth)]),
  );
}

/** Loaded only now: it needs the client that was generated a moment ago. */
async function setUp(url: string, contents: FirstContents): Promise<string | null> {
  const { ensureFirstContents } = await import('./first-contents');
  return ensureFirstContents(url, contents);
}

function sendPhones(config: StartConfig, { services, run, count }: Fleet): void {
  const engineUrl = new URL(addressesOf(config).engineHealth).origin;
  const phones = startPhones(services, { engineUrl, count });
  run.shutdown.add('the phones', phones.stop);
}

function announce(config: StartConfig, { token, run }: { token: string | null; run: Run }): void {
  const { console, engine } = addressesOf(config);
  const lines = ['', 'Mobileadmin is ready.', '', `  Console       ${console}`, `  Phones        ${engine}`];
  if (token !== null) {
    lines.push(`  Set-up link   ${console}/join/${token}`);
    lines.push('                makes the first administrator; works once, within 24 hours');
  }
  if (config.BACKEND === 'demo') {
    const shown = config.DEMO_PASSWORD === 'demo' ? 'the password "demo"' : 'DEMO_PASSWORD';
    lines.push('', `This is a demo: mail is made up and kept in memory; any mailbox name signs in with ${shown}.`);
  }
  run.progress.print([...lines, '', 'Ctrl-C ends it.', ''].join('\n'));
}
