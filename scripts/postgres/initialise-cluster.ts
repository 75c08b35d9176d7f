import { execFile } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, commandAs } from './account';
import type { PostgresBinaries } from './binaries';
import { explainFailure } from './explain-failure';
import { BARE_ENVIRONMENT } from './launch';
import { PostgresError } from './postgres-error';

export type NewCluster = {
  dataDir: string;
  binaries: PostgresBinaries;
  account: Account | null;
  ownerPassword: string;
  /** False: a crash of the machine may damage it. For tests. */
  isDurable: boolean;
};

/**
 * Makes an empty cluster in `DATA_DIR/postgres`. It appears there complete or not at all, so an interrupted attempt is
 * simply made again.
 *
 * @throws PostgresError with one sentence on the cause
 */
export async function initialiseCluster({ dataDir, binaries, account, ownerPassword, isDurable }: NewCluster) {
  const unfinished = join(dataDir, `postgres.new-${process.pid}`);
  const passwordFile = `${unfinished}.password`;
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith('postgres.new-')) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${ownerPassword}\n`, { mode: 0o600 });
  if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid);

  const words = [binaries.initdb, `--pgdata=${unfinished}`, '--username=postgres', `--pwfile=${passwordFile}`];
  // Sort order by code point, built in: no later update of the system's locales can damage an index.
  words.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  words.push('--auth=scram-sha-256', '--data-checksums', ...(isDurable ? [] : ['--no-sync']));
  const [file = '', ...args] = commandAs(account, words, [binaries.folder, unfinished]);
  try {
    await promisify(execFile)(file, args, { cwd: dataDir, env: BARE_ENVIRONMENT });
    renameSync(unfinished, join(dataDir, 'postgres'));
  } catch (cause) {
    // `execFile` rejects with an error that carries what the program wrote.
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    throw new PostgresError(explainFailure(output, dataDir), { cause });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}
