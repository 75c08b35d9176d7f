import { watch } from 'node:fs';
import { join } from 'node:path';
import type { Service } from './service';

/** An editor writes several times when it saves once. */
const SETTLE_MS = 200;

/**
 * Restarts a service whenever a source file in one of the folders changes. For development.
 *
 * @returns the way to stop watching
 */
export function reloadOnChange(service: Service, root: string, folders: readonly string[]): () => void {
  let pending: NodeJS.Timeout | undefined;
  const reload = async () => {
    await service.stop();
    service.restart();
  };
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_event, name) => {
      if (name === null || !/\.tsx?$/.test(name) || /\.(test|spec)\./.test(name)) return;
      clearTimeout(pending);
      pending = setTimeout(() => void reload(), SETTLE_MS);
    }),
  );
  return () => {
    clearTimeout(pending);
    for (const watcher of watchers) watcher.close();
  };
}
