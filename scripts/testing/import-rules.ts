import type { SourceFile } from './source-imports';

/** What a place may import besides itself. Keys and values are beginnings of paths; `*` is one name of a folder or file. */
export type AllowedImports = Record<string, readonly string[]>;

/**
 * Imports of our own files that their place does not allow, as `from → to`. The longest key that fits a file is its
 * place; a file that no key fits may import anything.
 */
export function forbiddenImports(sources: readonly SourceFile[], allowed: AllowedImports): string[] {
  const keys = Object.keys(allowed).toSorted((a, b) => b.length - a.length);
  return sources.flatMap((source) => {
    const place = keys.find((key) => fits(source.path, key));
    if (place === undefined) return [];
    const targets = [place, ...(allowed[place] ?? [])];
    return source.imports
      .filter(({ target, isOurs }) => isOurs && !targets.some((pattern) => fits(target, pattern)))
      .map(({ target }) => `${source.path} → ${target}`);
  });
}

/** Whether a path begins as the pattern says. */
export function fits(path: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^/]+')}`).test(path);
}

/** Every file that is in the end loaded by one of the starting points, once types are erased, with the way to it. */
export function reachableFrom(
  sources: readonly SourceFile[],
  isStart: (source: SourceFile) => boolean,
): Map<string, { source: SourceFile; way: string[] }> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Map<string, { source: SourceFile; way: string[] }>();
  const open = sources.filter(isStart).map((source) => ({ source, way: [source.path] }));
  for (let next = open.pop(); next; next = open.pop()) {
    if (reached.has(next.source.path)) continue;
    reached.set(next.source.path, next);
    for (const { target, isTypeOnly } of next.source.imports) {
      const source = byPath.get(target);
      if (source && !isTypeOnly) open.push({ source, way: [...next.way, target] });
    }
  }
  return reached;
}
