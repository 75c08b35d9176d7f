import { createHash } from 'node:crypto';

/**
 * The id of a folder by its path: short, the same after a restart, and nothing that a phone would stumble over. `attempt`
 * gives another one for a path whose first id belongs to a folder that was renamed.
 */
export function folderIdFor(path: string, attempt = 0): string {
  const name = path.toUpperCase() === 'INBOX' ? 'INBOX' : path;
  const text = attempt === 0 ? name : `${name}\0${attempt}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
