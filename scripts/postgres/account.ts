import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PostgresError } from './postgres-error';

/** The user that PostgreSQL runs as when this process is root, since PostgreSQL refuses to be. */
export type Account = { uid: number; gid: number };

/**
 * Decides who owns and runs a cluster.
 *
 * @param folder the cluster, which may not exist yet
 * @returns null if it is the user of this process
 * @throws PostgresError if the cluster belongs to somebody this process cannot become
 */
export function chooseAccount(folder: string): Account | null {
  const uid = process.getuid?.();
  const owner = existsSync(folder) ? statSync(folder) : null;
  if (uid !== 0) {
    if (owner && uid !== undefined && owner.uid !== uid) {
      throw new PostgresError(`${folder} belongs to another user (uid ${owner.uid}); start as that user or as root.`);
    }
    return null;
  }
  if (process.platform !== 'linux') {
    throw new PostgresError('PostgreSQL does not run as root; start as an ordinary user, or set DATABASE_URL.');
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return lookUp('postgres') ?? lookUp('nobody') ?? { uid: 65_534, gid: 65_534 };
}

/**
 * Leaves a program one capability after it has become another user, and no way to any other. `no_setuid_fixup`: without
 * it access(2), by which PostgreSQL looks for its own files, would still answer as if the capability were not there.
 */
const PASS = [
  '--securebits=+no_setuid_fixup',
  '--bounding-set=-all,+dac_override',
  '--inh-caps=-all,+dac_override',
  '--ambient-caps=+dac_override',
  '--no-new-privs',
];

/**
 * The words to run a program as the account. Where that user could not even enter a parent folder (/root, or what
 * `mktemp -d` makes), the program keeps the one capability that lets it pass: see docs/adr/0002.
 */
export function commandAs(account: Account | null, command: string[], paths: string[]): string[] {
  if (!account) return command;
  const ids = ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'];
  const mayPass = paths.every((path) => canEnter(account, path));
  return ['setpriv', ...ids, ...(mayPass ? [] : PASS), '--', ...command];
}

function canEnter(account: Account, path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { uid, gid, mode } = statSync(folder);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

function lookUp(name: string): Account | null {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null; // no such user
  }
}
