import { createReadStream } from 'node:fs';
import { AdminError } from './admin-error';
import { collectBytes } from './collect-bytes';
import { parsePolicyFile, POLICY_FILE_LIMIT_BYTES, type PolicyFile } from './parse-policy-file';
import type { Terminal } from './terminal';

/**
 * Reads the file of this name, or standard input for `-`.
 *
 * @throws PolicyFileError for what is wrong in it, AdminError if it cannot be read or is too long
 */
export async function readPolicyFile(terminal: Terminal, name: string): Promise<PolicyFile> {
  if (name === '-') return parsePolicyFile(await terminal.readAll(POLICY_FILE_LIMIT_BYTES), 'standard input');
  return parsePolicyFile(await readBytes(name), name);
}

async function readBytes(name: string): Promise<Buffer> {
  try {
    return await collectBytes(createReadStream(name), POLICY_FILE_LIMIT_BYTES);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const reason = reasons[code];
    if (reason === undefined) throw cause;
    throw new AdminError(`${name} cannot be read: ${reason}.`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not',
  ELOOP: 'its links go round in circles',
  ENAMETOOLONG: 'its name is too long',
};
