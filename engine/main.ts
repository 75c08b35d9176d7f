import { readFileSync } from 'node:fs';
import { DemoBackend } from '@/engine/backends/demo/demo-backend';
import { ImapBackend } from '@/engine/backends/imap/imap-backend';
import { parseImapUrl } from '@/engine/backends/imap/imap-url';
import { MailSender } from '@/engine/backends/smtp/mail-sender';
import { parseSmtpUrl } from '@/engine/backends/smtp/smtp-url';
import type { EngineOptions, RunningEngine } from '@/engine/start-engine';
import { startEngine } from '@/engine/start-engine';
import { DatabaseFolderRegistry } from '@/engine/sync-state/folder-registry';
import { type EngineConfig, loadEngineConfig } from '@/lib/config/engine-config';
import { createDatabase } from '@/lib/db/client';
import { createLogger, type Logger } from '@/lib/log/logger';

/** A stop that takes longer is not going to come to an end by itself. */
const STOP_WITHIN_MS = 10_000;
/** Phones give up after 30 seconds. */
const DEADLINE_MS = 25_000;
/** Of the ids of folders, which are read at every request. */
const REGISTRY_CONNECTIONS = 5;

// Composition root of the engine process: configuration, log, back end; the rest is put together by `startEngine`.
async function main(): Promise<void> {
  const config = loadEngineConfig();
  const log = createLogger({ name: 'engine', level: config.LOG_LEVEL });
  const running = startEngine({ ...optionsOf(config, log), ...backendOf(config, log) });
  stopOnRequest(running, log);
  const { port } = await running;
  log.info({ port, backend: config.BACKEND }, 'Engine is up');
  process.send?.({ ready: true });
}

function optionsOf(config: EngineConfig, log: Logger): Omit<EngineOptions, 'backend' | 'demo'> {
  return {
    databaseUrl: config.DATABASE_URL,
    host: config.ENGINE_HOST,
    port: config.ENGINE_PORT,
    trustProxy: config.TRUST_PROXY,
    publicUrl: config.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    limits: {
      pingMinSeconds: config.ENGINE_PING_MIN_SECONDS,
      pingMaxSeconds: config.ENGINE_PING_MAX_SECONDS,
      pingDefaultSeconds: config.ENGINE_PING_DEFAULT_SECONDS,
      bodyLimitBytes: config.ENGINE_BODY_LIMIT_BYTES,
      deadlineMs: DEADLINE_MS,
    },
    log,
    now: () => new Date(),
  };
}

function backendOf(config: EngineConfig, log: Logger): Pick<EngineOptions, 'backend' | 'demo'> {
  if (config.BACKEND === 'imap') return { backend: imapBackend(config, log), demo: null };
  const isPublic = config.DEMO_PUBLIC;
  log.warn(
    { isPublic },
    'THIS IS A DEMO: every mailbox name signs in with the one demo password; mail is made up and kept in memory. Not for real mail',
  );
  const backend = new DemoBackend({ password: config.DEMO_PASSWORD, now: () => new Date() });
  return { backend, demo: { isPublic, deliver: (mailbox, raw) => backend.deliver(mailbox, raw) } };
}

function imapBackend(config: EngineConfig, log: Logger): ImapBackend {
  const server = parseImapUrl(config.IMAP_URL ?? '');
  const outgoing = config.SMTP_URL ? parseSmtpUrl(config.SMTP_URL, server) : null;
  const certificateAuthorities = config.MAIL_CA_FILE ? [readFileSync(config.MAIL_CA_FILE, 'utf8')] : [];
  const onConnectionError = (err: Error) => log.warn({ err }, 'A connection to the database broke');
  const { db } = createDatabase(config.DATABASE_URL, { max: REGISTRY_CONNECTIONS, onConnectionError });
  return new ImapBackend({
    server,
    certificateAuthorities,
    sender: new MailSender({ server: outgoing, certificateAuthorities, log }),
    registry: new DatabaseFolderRegistry(db, () => new Date()),
    limits: { perMailbox: config.IMAP_CONNECTIONS_PER_MAILBOX, total: config.IMAP_CONNECTIONS },
  });
}

function stopOnRequest(running: Promise<RunningEngine>, log: Logger): void {
  let isStopping = false;
  const stop = (reason: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, 'Engine stops');
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
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  // The supervisor is gone: without it nobody would ever stop this process.
  process.once('disconnect', () => stop('supervisor gone'));
}

main().catch((error: unknown) => {
  // Before there is a log, or about why there is none: one sentence for a person.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
