import { describe, expect, it } from 'vitest';
import { type AllowedImports, fits, forbiddenImports, reachableFrom } from './import-rules';
import { readSources, type SourceFile } from './source-imports';

const sources = readSources();

/** The longest key that fits a file is its place. A place may import itself and what its row names. */
const allowed: AllowedImports = {
  'app/': ['components/', 'lib/console/', 'lib/domain/', 'lib/i18n/', 'lib/config/', 'package.json'],
  'components/': ['lib/console/', 'lib/domain/*/contract', 'lib/i18n/'],
  'engine/': ['lib/protocol/', 'lib/domain/', 'lib/config/', 'lib/db/', 'lib/errors/', 'lib/log/'],
  'engine/backends/': ['lib/errors/', 'lib/log/'],
  'lib/console/': ['lib/domain/', 'lib/config/', 'lib/db/', 'lib/errors/', 'lib/i18n/', 'lib/log/', 'package.json'],
  'lib/console/*/queries': ['lib/console/', 'lib/domain/*/contract'], // runs in the browser
  'lib/console/testing/': ['lib/', 'scripts/testing/'],
  'lib/domain/': ['lib/db/', 'lib/errors/', 'lib/log/'],
  // Which settings a protocol version can carry.
  'lib/domain/policies/': ['lib/domain/', 'lib/db/', 'lib/errors/', 'lib/log/', 'lib/protocol/eas/'],
  'lib/protocol/': [],
  'lib/config/': [],
  'lib/db/': [],
  'lib/errors/': [],
  'lib/i18n/': [],
  'lib/log/': [],
};

/** Imports of packages and built-in modules by the files of a folder, apart from its folders for tests. */
const packagesOf = (folder: string) =>
  sources
    .filter(({ path }) => path.startsWith(folder) && !/\/(testing|testdata)\//.test(path))
    .flatMap(({ path, imports }) => imports.filter(({ isOurs }) => !isOurs).map(({ target }) => `${path} → ${target}`));

describe('imports', () => {
  it('go only where their place allows', () => expect(forbiddenImports(sources, allowed)).toEqual([]));

  it('of a back end are made by the composition roots alone, the real one and that of the tests', () => {
    const roots = ['engine/main.ts', 'engine/engine-under-test.ts'];
    // What starts a real mail server for tests and measurements is no back end.
    const isBackend = (path: string) => fits(path, 'engine/backends/*/') && !fits(path, 'engine/backends/*/testing/');
    const strangers = sources.filter(({ path }) => !roots.includes(path) && !fits(path, 'engine/backends/'));
    const found = strangers.filter(({ imports }) => imports.some(({ target }) => isBackend(target)));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it('of packages are not made by the protocol: bytes in, values out', () => {
    expect(packagesOf('lib/protocol/')).toEqual([]);
  });

  it('of server-only are not made by what the engine needs too', () => {
    const found = ['lib/domain/', 'lib/db/', 'lib/config/'].flatMap(packagesOf);
    expect(found.filter((line) => line.endsWith('server-only'))).toEqual([]);
  });

  it('of client components never lead to the database, to configuration or to Node', () => {
    const isClient = ({ text }: SourceFile) => /^\s*['"]use client['"]/.test(text);
    const reached = reachableFrom(sources, isClient);
    const server = ['lib/db/', 'lib/config/', 'lib/log/', 'engine/', 'scripts/'];
    const isForBrowser = ({ path, imports }: SourceFile) =>
      !server.some((folder) => path.startsWith(folder)) &&
      !imports.some(({ target, isTypeOnly }) => !isTypeOnly && /^(node:|server-only$)/.test(target));
    const wrong = [...reached.values()].filter(({ source }) => !isForBrowser(source));
    expect(wrong.map(({ way }) => way.join(' → '))).toEqual([]);
    expect(reached.size).toBeGreaterThan(10); // the rule has something to look at
  });
});

describe('the environment', () => {
  it('is read in lib/config alone', () => {
    const readers = sources.filter(({ text }) => /\bprocess\.env\b/.test(text)).map(({ path }) => path);
    expect(readers.filter((path) => !path.startsWith('lib/config/'))).toEqual([]);
  });
});

describe('the check itself', () => {
  const source = (path: string, ...targets: string[]): SourceFile => ({
    path,
    text: '',
    imports: targets.map((target) => ({ target, isOurs: true, isTypeOnly: false })),
  });

  it('finds an import that a place does not allow, and takes the longest key for the place', () => {
    const files = [
      source('app/page.tsx', 'components/list.tsx', 'engine/main.ts'),
      source('lib/console/devices/queries.ts', 'lib/domain/devices/contract.ts', 'lib/db/client.ts'),
      source('scripts/any.ts', 'engine/main.ts'),
    ];
    expect(forbiddenImports(files, allowed)).toEqual([
      'app/page.tsx → engine/main.ts',
      'lib/console/devices/queries.ts → lib/db/client.ts',
    ]);
  });

  it('reads every form of import of a real file', () => {
    const self = sources.find(({ path }) => path === 'scripts/testing/source-imports.ts');
    expect(self?.imports.map(({ target }) => target)).toEqual(['node:fs', 'node:path', 'node:url']);
    const main = sources.find(({ path }) => path === 'scripts/start/main.ts');
    expect(main?.imports.map(({ target }) => target)).toContain('scripts/start/first-contents.ts');
    expect(main?.imports).toContainEqual({ target: 'scripts/start/progress.mjs', isOurs: true, isTypeOnly: true });
  });
});
