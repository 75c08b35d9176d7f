import { type DestinationStream, destination as toFile, pino, stdSerializers } from 'pino';
import { lineFormatter } from './line-formatter';

/**
 * Structured log. The message is constant, so that lines can be counted and searched; values are fields:
 * `logger.info({ folders: 12 }, 'Folder hierarchy sent')`. Every line about a request is written by a child:
 * `logger.child({ requestId, deviceId })`.
 */
export type Logger = pino.Logger;

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

export type LoggerOptions = {
  /** Process that writes: `engine`, `console`, `start`. */
  name: string;
  level: LogLevel;
  /** Where lines go; standard output, unless told otherwise. */
  destination?: DestinationStream;
};

/** Fields that must never be written, one level deep too, however they got into a line. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'passwordHash',
  'policyKey',
  'secret',
  'secretHash',
  'token',
  'tokenHash',
];

/** A logger that writes JSON lines, or short readable ones at a terminal. Secrets are taken out of fields and errors. */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]);
  const options = {
    level,
    redact: { paths, censor: '[redacted]' },
    serializers: { err: serializeError },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    base: { name, pid: process.pid },
  };
  return pino(options, destination ?? (process.stdout.isTTY ? lineFormatter(process.stdout) : toFile(1)));
}

/** Errors of drivers and of URL parsers may quote a connection address with its password. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = stdSerializers.err(error);
  const cause = error.cause === undefined ? {} : { cause: serializeError(error.cause) };
  const codeField = typeof code === 'string' ? { code } : {};
  return { type, ...codeField, message: withoutPasswords(message), stack: withoutPasswords(stack), ...cause };
}

function withoutPasswords(text: string): string {
  return text.replaceAll(/\/\/([^:@/\s]*):[^@/\s]*@/g, '//$1:[redacted]@');
}
