import { inspect } from 'node:util';
import { ConfigError } from '@/lib/config/config-error';
import { MigrationError } from '../db/migration-error';
import { PostgresError } from '../postgres/postgres-error';
import { StartError } from './start-error';

const systemReasons: Record<string, string> = {
  EACCES: 'may not be written by this user',
  EDQUOT: 'is on a disk that is full',
  ENOSPC: 'is on a disk that is full',
  EROFS: 'is on a disk that is read-only',
};

/** What the person at the terminal is told: one sentence for what can be expected, everything for what cannot. */
export function explainFault(error: Error): string {
  if ([ConfigError, StartError, PostgresError, MigrationError].some((kind) => error instanceof kind)) {
    return error.message;
  }
  const reason = 'code' in error ? systemReasons[String(error.code)] : undefined;
  if (reason !== undefined && 'path' in error) return `${String(error.path)} ${reason}.`;
  return inspect(error);
}
