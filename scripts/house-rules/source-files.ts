import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Module specifiers of static and dynamic imports and re-exports. `import type` counts: it is a dependency too. */
const specifier =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

export interface SourceFile {
  path: string;
  text: string;
  /** Repository paths of our own files that it imports, without extension. */
  imports: string[];
}

const isCode = (path: string): boolean => /\.(ts|tsx|mts|mjs)$/.test(path) && !path.endsWith('.d.ts');

/** All TypeScript and JavaScript files of the project, as git lists them. */
export function readSourceFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
  return listed
    .split('\n')
    .filter((path) => isCode(path) && existsSync(path))
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      return { path, text, imports: ownImports(path, text) };
    });
}

function ownImports(path: string, text: string): string[] {
  return [...text.matchAll(specifier)]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
    .flatMap((name) => {
      if (name.startsWith('@/')) return [name.slice(2)];
      if (name.startsWith('.')) return [join(dirname(path), name)];
      return [];
    })
    .map((name) => name.replace(/\.(ts|tsx|mts|mjs)$/, ''));
}

/** Tests and what serves them only. */
export const isTest = (path: string): boolean =>
  /\.(test|spec)\.tsx?$/.test(path) ||
  /(^|\/)testing\/|(^|\/)testdata\/|^e2e\//.test(path) ||
  /contract-suite|under-test/.test(path);
