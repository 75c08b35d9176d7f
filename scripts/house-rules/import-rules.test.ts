import { expect, it } from 'vitest';
import { type SourceFile, isTest, readSourceFiles } from './source-files';

/** The longest key that fits a file is its place. A place may import itself and what its row names. */
const allowed: Record<string, string[]> = {
  'app/': ['components/', 'lib/console/', 'lib/domain/', 'lib/i18n/', 'lib/config/', 'lib/errors/', 'package.json'],
  'components/ui/': [],
  'components/patterns/': ['components/ui/', 'lib/console/', 'lib/domain/*/contract', 'lib/errors/', 'lib/i18n/'],
  'components/': [
    'components/ui/',
    'components/patterns/',
    'lib/console/',
    'lib/domain/*/contract',
    'lib/errors/',
    'lib/i18n/',
  ],
  'engine/': ['lib/protocol/', 'lib/domain/', 'lib/config/', 'lib/db/', 'lib/errors/', 'lib/log/'],
  'engine/backends/': ['engine/backends/', 'lib/errors/', 'lib/log/'],
  'engine/testing/': ['lib/protocol/'],
  'lib/console/': ['package.json', 'lib/domain/', 'lib/config/', 'lib/db/', 'lib/errors/', 'lib/i18n/', 'lib/log/'],
  'lib/domain/': ['lib/db/', 'lib/errors/', 'lib/log/'],
  'lib/domain/policies/': ['lib/domain/', 'lib/db/', 'lib/errors/', 'lib/protocol/eas/'],
  'lib/protocol/': [],
  'lib/config/': ['lib/errors/'],
  'lib/db/': ['lib/errors/', 'lib/log/'],
  'lib/errors/': [],
  'lib/log/': [],
};

const places = Object.keys(allowed).toSorted((left, right) => right.length - left.length);
const matches = (pattern: string, path: string): boolean => {
  const [head = '', tail = ''] = pattern.split('*');
  return path.startsWith(head) && (tail === '' || path.slice(head.length).endsWith(tail.replace(/^\//, '/')));
};

function forbiddenImports(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, imports }) => {
      const place = places.find((key) => path.startsWith(key));
      if (!place) return [];
      return imports
        .filter((target) => !target.startsWith(place) && !(allowed[place] ?? []).some((row) => matches(row, target)))
        .map((target) => `${path} → ${target}`);
    });
}

const files = readSourceFiles();

it('imports only what its place allows', () => expect(forbiddenImports(files)).toEqual([]));

it('keeps features of components apart: the page composes them', () => {
  const feature = (path: string): string | undefined => /^components\/([^/]+)\//.exec(path)?.[1];
  const shared = new Set(['ui', 'patterns']);
  const crossing = files.flatMap(({ path, imports }) => {
    const own = feature(path);
    if (own === undefined || shared.has(own)) return [];
    return imports
      .filter(
        (target) => feature(target) !== undefined && feature(target) !== own && !shared.has(feature(target) ?? ''),
      )
      .map((target) => `${path} → ${target}`);
  });
  expect(crossing).toEqual([]);
});

it('gives browser code nothing that only a server may have', () => {
  const serverOnly = /^(lib\/(db|log|config)\/|lib\/domain\/(?!.*contract$|paging$|signals$|permissions$|context$))/;
  const leaks = files
    .filter(({ path, text }) => /^['"]use client['"]/.test(text) || /^lib\/console\/[^/]+\/queries\./.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((target) => serverOnly.test(target)).map((target) => `${path} → ${target}`),
    );
  expect(leaks).toEqual([]);
});

it('lets only the composition root choose a mail back end', () => {
  const choosing = files.filter(
    ({ path, imports }) =>
      !isTest(path) &&
      !path.startsWith('engine/backends/') &&
      imports.some((target) => /^engine\/backends\/(imap|demo)\//.test(target)),
  );
  expect(choosing.map(({ path }) => path)).toEqual(['engine/main.ts']);
});
