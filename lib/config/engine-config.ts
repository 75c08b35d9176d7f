import { type Environment } from './environment';
import { readVariables } from './read-variables';
import { databaseUrl, variables } from './variables';

const shape = {
  DATABASE_URL: databaseUrl,
  ENGINE_PORT: variables.ENGINE_PORT,
  ENGINE_HOST: variables.ENGINE_HOST,
  PUBLIC_URL: variables.PUBLIC_URL,
  TRUST_PROXY: variables.TRUST_PROXY,
  BACKEND: variables.BACKEND,
  IMAP_URL: variables.IMAP_URL,
  SMTP_URL: variables.SMTP_URL,
  SIEVE_URL: variables.SIEVE_URL,
  MAIL_CA_FILE: variables.MAIL_CA_FILE,
  NOTICE_SMTP_URL: variables.NOTICE_SMTP_URL,
  NOTICE_FROM: variables.NOTICE_FROM,
  IMAP_CONNECTIONS: variables.IMAP_CONNECTIONS,
  IMAP_CONNECTIONS_PER_MAILBOX: variables.IMAP_CONNECTIONS_PER_MAILBOX,
  DEMO_PASSWORD: variables.DEMO_PASSWORD,
  DEMO_PUBLIC: variables.DEMO_PUBLIC,
  ENGINE_WORKERS: variables.ENGINE_WORKERS,
  ENGINE_TLS_CERTIFICATE: variables.ENGINE_TLS_CERTIFICATE,
  ENGINE_TLS_KEY: variables.ENGINE_TLS_KEY,
  ENGINE_HOOK_TOKEN: variables.ENGINE_HOOK_TOKEN,
  ENGINE_GATHER_CHANGES_MS: variables.ENGINE_GATHER_CHANGES_MS,
  ENGINE_PING_MIN_SECONDS: variables.ENGINE_PING_MIN_SECONDS,
  ENGINE_PING_MAX_SECONDS: variables.ENGINE_PING_MAX_SECONDS,
  ENGINE_PING_DEFAULT_SECONDS: variables.ENGINE_PING_DEFAULT_SECONDS,
  ENGINE_BODY_LIMIT_BYTES: variables.ENGINE_BODY_LIMIT_BYTES,
  ENGINE_WINDOWS_MOBILE: variables.ENGINE_WINDOWS_MOBILE,
  LOG_LEVEL: variables.LOG_LEVEL,
};

/** What the engine reads; nothing else is handed to it. */
export const engineVariables = Object.keys(shape);

export type EngineConfig = ReturnType<typeof loadEngineConfig>;

/**
 * Read once, in `engine/main.ts`. A bad value stops the start with every complaint at once, never the first request.
 *
 * @throws ConfigError
 */
export function loadEngineConfig(environment: Environment = process.env) {
  const values = readVariables(shape, environment);
  return Object.freeze({ ...values, ENGINE_HOST: values.ENGINE_HOST ?? defaultHost(values) });
}

/** This machine only, unless the demo is meant for others: TLS is the business of the web server in front. */
export function defaultHost({ BACKEND, DEMO_PUBLIC }: { BACKEND: string; DEMO_PUBLIC: boolean }): string {
  return BACKEND === 'demo' && DEMO_PUBLIC ? '0.0.0.0' : '127.0.0.1';
}
