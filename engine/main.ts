import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { DemoBackend } from '@/engine/backends/demo/demo-backend';
import { ImapBackend } from '@/engine/backends/imap/imap-backend';
import { parseImapUrl } from '@/engine/backends/imap/imap-url';
import { AutomaticReplies } from '@/engine/backends/managesieve/automatic-replies';
import { parseSieveUrl } from '@/engine/backends/managesieve/sieve-url';
import { parseNoticeUrl } from '@/engine/backends/smtp/notice-url';
import { SmtpNoticeMailer } from '@/engine/backends/smtp/smtp-notice-mailer';
import { MailSender } from '@/engine/backends/smtp/mail-sender';
import { parseSmtpUrl } from '@/engine/backends/smtp/smtp-url';
import { resolveUserName } from '@/engine/backends/user-name';
import type { TlsFiles } from '@/engine/http/server';
import { MailServerReports } from '@/engine/mail-servers/mail-server-reports';
import type { EngineOptions, RunningEngine } from '@/engine/start-engine';
import { startEngine } from '@/engine/start-engine';
import { DatabaseFolderRegistry } from '@/engine/sync-state/folder-registry';
import { SharedFigures } from '@/engine/workers/shared-figures';
import { WorkerSupervisor } from '@/engine/workers/supervise-workers';
import { type EngineConfig, loadEngineConfig } from '@/lib/config/engine-config';
import { declareNoticeSender } from '@/lib/domain/notices/declare-notice-sender';
import { declareMailServers } from '@/lib/domain/mail-servers/declare-mail-servers';
import type { MailProtocol } from '@/lib/domain/mail-servers/contract';
import { createDatabase, type Database } from '@/lib/db/client';
import { createLogger, type Logger } from '@/lib/log/logger';

/** A stop that takes longer is not going to come to an end by itself. */
const STOP_WITHIN_MS = 10_000;
/** Phones give up after 30 seconds. */
const DEADLINE_MS = 25_000;
/** Of the ids of folders, which are read at every request. */
const REGISTRY_CONNECTIONS = 5;

/** PostgreSQL takes a hundred connections unless it is told otherwise, and is not ours alone. */
const CONNECTIONS_OF_ALL = 60;
const CONNECTIONS = { least: 4, most: 20 } as const;

// Composition root of the engine: configuration, log, back end; the rest is put together by `startEngine`, in this
// process or in several that share the port.
async function main(): Promise<void> {
  const config = loadEngineConfig();
  const log = createLogger({ name: 'engine', level: config.LOG_LEVEL });
  const count = workersOf(config);
  if (cluster.isPrimary && count > 1) await superviseWorkers(count, config, log);
  else await serve(config, count, log);
}

async function serve(config: EngineConfig, workers: number, log: Logger): Promise<void> {
  const tls = tlsOf(config);
  const sharing = cluster.isWorker ? { allFigures: (own: string) => figures.all(own) } : {};
  const running = startEngine({
    ...optionsOf(config, workers, log),
    ...backendOf(config, log),
    ...sharing,
    tls,
    noticeMailer: noticeMailerOf(config),
  });
  // Of an engine that is not up, nobody knows the figures.
  let render = () => '';
  const figures = new SharedFigures(process, String(cluster.worker?.id), () => render());
  stopOnRequest(running, log);
  const { port, engine } = await running;
  render = () => engine.metrics.render();
  await declareServers(config, engine.db, log);
  if (cluster.isPrimary) log.info({ port, backend: config.BACKEND }, 'Engine is up');
  process.send?.({ ready: true });
}

/** For the console, which does not read what the engine is configured for. A failure is not worth a stop. */
async function declareServers(config: EngineConfig, db: Database, log: Logger): Promise<void> {
  const addressOf = ({ host, port }: { host: string; port: number }) => `${host}:${port}`;
  const imap = config.BACKEND === 'imap' ? parseImapUrl(config.IMAP_URL ?? '') : null;
  const smtp = imap && config.SMTP_URL ? addressOf(parseSmtpUrl(config.SMTP_URL, imap)) : null;
  try {
    await declareMailServers(db, imap && { imap: addressOf(imap), smtp }, new Date());
    await declareNoticeSender(db, { from: config.NOTICE_FROM ?? null, hasLinks: config.PUBLIC_URL !== undefined });
  } catch (err) {
    log.warn({ err }, 'What is configured for mail was not written');
  }
}

/** The mail of the demo is in the memory of one process. */
function workersOf({ BACKEND, ENGINE_WORKERS }: EngineConfig): number {
  return BACKEND === 'demo' ? 1 : (ENGINE_WORKERS ?? availableParallelism());
}

async function superviseWorkers(count: number, { BACKEND, ENGINE_PORT }: EngineConfig, log: Logger): Promise<void> {
  const onReady = () => {
    log.info({ port: ENGINE_PORT, backend: BACKEND, workers: count }, 'Engine is up');
    process.send?.({ ready: true });
  };
  const supervisor = new WorkerSupervisor({ count, log, onReady });
  onStopRequest((reason) => {
    log.info({ reason }, 'Engine stops');
    setTimeout(() => process.exit(1), 2 * STOP_WITHIN_MS).unref();
    supervisor.stop();
  });
  process.exit((await supervisor.run()) ? 0 : 1);
}

function tlsOf({ ENGINE_TLS_CERTIFICATE: cert, ENGINE_TLS_KEY: key }: EngineConfig): TlsFiles | null {
  if (cert === undefined || key === undefined) return null;
  const read = (file: string, name: string) => {
    try {
      return readFileSync(file);
    } catch (cause) {
      throw new Error(`${name} cannot be read: ${file}`, { cause });
    }
  };
  return { cert: read(cert, 'ENGINE_TLS_CERTIFICATE'), key: read(key, 'ENGINE_TLS_KEY') };
}

function optionsOf(config: EngineConfig, workers: number, log: Logger): Omit<EngineOptions, 'backend' | 'demo'> {
  return {
    databaseUrl: config.DATABASE_URL,
    databaseConnections: Math.min(
      CONNECTIONS.most,
      Math.max(CONNECTIONS.least, Math.floor(CONNECTIONS_OF_ALL / workers)),
    ),
    host: config.ENGINE_HOST,
    port: config.ENGINE_PORT,
    trustProxy: config.TRUST_PROXY,
    publicUrl: config.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    limits: {
      pingMinSeconds: config.ENGINE_PING_MIN_SECONDS,
      pingMaxSeconds: config.ENGINE_PING_MAX_SECONDS,
      pingDefaultSeconds: config.ENGINE_PING_DEFAULT_SECONDS,
      gatherChangesMs: config.ENGINE_GATHER_CHANGES_MS,
      bodyLimitBytes: config.ENGINE_BODY_LIMIT_BYTES,
      deadlineMs: DEADLINE_MS,
    },
    servesLegacyVersion: config.ENGINE_WINDOWS_MOBILE,
    log,
    now: () => new Date(),
  };
}

function backendOf(config: EngineConfig, log: Logger): Pick<EngineOptions, 'backend' | 'demo' | 'hook'> {
  const { ENGINE_HOOK_TOKEN: token, ENGINE_WORKERS: workers } = config;
  if (config.BACKEND === 'imap') {
    const server = parseImapUrl(config.IMAP_URL ?? '');
    const mailboxOf = (user: string) => resolveUserName(user, server)?.mailbox ?? null;
    return { backend: imapBackend(config, log), demo: null, hook: token === undefined ? null : { token, mailboxOf } };
  }
  const isPublic = config.DEMO_PUBLIC;
  log.warn(
    { isPublic },
    'THIS IS A DEMO: every mailbox name signs in with the one demo password; mail is made up and kept in memory. Not for real mail',
  );
  if (workers !== undefined && workers > 1) {
    log.warn({ workers }, 'The demo keeps its mail in the memory of one process: ENGINE_WORKERS is taken as 1');
  }
  const backend = new DemoBackend({ password: config.DEMO_PASSWORD, now: () => new Date() });
  const folderIdOf = (_mailbox: string, folder: string) => (folder.toLowerCase() === 'inbox' ? 'inbox' : null);
  const demo = { isPublic, deliver: (mailbox: string, raw: Uint8Array) => backend.deliver(mailbox, raw) };
  return { backend, demo, hook: token === undefined ? null : { token, folderIdOf } };
}

function imapBackend(config: EngineConfig, log: Logger): ImapBackend {
  const server = parseImapUrl(config.IMAP_URL ?? '');
  const outgoing = config.SMTP_URL ? parseSmtpUrl(config.SMTP_URL, server) : null;
  const scripts = config.SIEVE_URL ? parseSieveUrl(config.SIEVE_URL, server) : null;
  const certificateAuthorities = authoritiesOf(config);
  const onConnectionError = (err: Error) => log.warn({ err }, 'A connection to the database broke');
  const { db } = createDatabase(config.DATABASE_URL, { max: REGISTRY_CONNECTIONS, onConnectionError });
  const reports = { db, log, now: () => new Date() };
  const observe = (protocol: MailProtocol, { host, port }: { host: string; port: number }) =>
    new MailServerReports({ protocol, address: `${host}:${port}` }, reports);
  const smtp = outgoing && observe('smtp', outgoing);
  return new ImapBackend({
    server,
    certificateAuthorities,
    observer: observe('imap', server),
    sender: new MailSender({ server: outgoing, certificateAuthorities, log, ...(smtp && { observer: smtp }) }),
    registry: new DatabaseFolderRegistry(db, () => new Date()),
    ...(scripts && { automaticReplies: new AutomaticReplies({ server: scripts, certificateAuthorities }) }),
    limits: { perMailbox: config.IMAP_CONNECTIONS_PER_MAILBOX, total: config.IMAP_CONNECTIONS },
  });
}

/** Null: nobody is told anything by mail. */
function noticeMailerOf(config: EngineConfig): SmtpNoticeMailer | null {
  const { NOTICE_SMTP_URL: url, NOTICE_FROM: from } = config;
  if (url === undefined || from === undefined) return null;
  return new SmtpNoticeMailer({ ...parseNoticeUrl(url), certificateAuthorities: authoritiesOf(config), from });
}

const authoritiesOf = ({ MAIL_CA_FILE: file }: EngineConfig): string[] => (file ? [readFileSync(file, 'utf8')] : []);

function stopOnRequest(running: Promise<RunningEngine>, log: Logger): void {
  onStopRequest((reason) => {
    if (cluster.isPrimary) log.info({ reason }, 'Engine stops');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    running
      .then((engine) => engine.stop())
      .then(
        () => process.exit(0),
        (err: unknown) => {
          log.error({ err }, 'Engine did not stop in order');
          process.exit(1);
        },
      );
  });
}

function onStopRequest(stop: (reason: string) => void): void {
  let isStopping = false;
  const stopOnce = (reason: string) => {
    if (isStopping) return;
    isStopping = true;
    stop(reason);
  };
  process.once('SIGTERM', () => stopOnce('SIGTERM'));
  process.once('SIGINT', () => stopOnce('SIGINT'));
  // The supervisor is gone: without it nobody would ever stop this process.
  process.once('disconnect', () => stopOnce('supervisor gone'));
}

main().catch((error: unknown) => {
  // Before there is a log, or about why there is none: one sentence for a person.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
