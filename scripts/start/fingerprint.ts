import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Not part of what is built: tests, and what is made by a build itself. */
const IGNORED = /\.(test|spec)\.tsx?$|(^|\/)(node_modules|testdata)$/;

/** A hash over names and contents of files and of everything in folders; what does not exist counts as empty. */
export function fingerprint(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) addTo(hash, root, path);
  return hash.digest('hex');
}

function addTo(hash: ReturnType<typeof createHash>, root: string, path: string): void {
  const full = join(root, path);
  if (IGNORED.test(path) || !existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) addTo(hash, root, `${path}/${name}`);
    return;
  }
  const content = readFileSync(full);
  hash.update(`${path}\0${content.length}\0`).update(content);
}

/** What a build was made from, kept beside it, so that it is made anew only when that has changed. */
export function buildStamp(root: string, name: string) {
  const path = join(root, '.build/stamps', name);
  return {
    isCurrent: (value: string) => existsSync(path) && readFileSync(path, 'utf8') === value,
    write: (value: string) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, value);
    },
  };
}
