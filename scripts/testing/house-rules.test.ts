import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { readSources } from './source-imports';

const SELF = 'scripts/testing/house-rules.test.ts';

/** All code of the project as git lists it, tests included. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path) && path !== SELF && existsSync(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const naming = (pattern: RegExp, from = files): string[] =>
  from.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

it('has no barrels and no drawers', () => {
  const paths = files.map(({ path }) => path);
  expect(paths.filter((path) => /(^|\/)index\.tsx?$/.test(path))).toEqual([]);
  expect(paths.filter((path) => /(^|\/)(utils?|helpers?|common|misc|shared|types)(\/|\.tsx?$)/.test(path))).toEqual([]);
});

it('keeps features of components apart: the page composes them', () => {
  const shared = ['ui', 'patterns', 'shell'];
  const featureOf = (path: string): string | undefined => /^components\/([^/]+)\//.exec(path)?.[1];
  const crossing = readSources().flatMap(({ path, imports }) => {
    const own = featureOf(path);
    if (own === undefined) return [];
    return imports
      .map(({ target }) => ({ target, other: featureOf(target) }))
      .filter(({ other }) => other !== undefined && other !== own && !shared.includes(other))
      .map(({ target }) => `${path} → ${target}`);
  });
  expect(crossing).toEqual([]);
});

it('mocks neither Prisma nor its own modules', () => expect(naming(/\bvi\.(mock|doMock)\(/)).toEqual([]));

it('never sleeps in a test, and skips none', () => {
  const tests = files.filter(({ path }) => /\.(test|spec)\.tsx?$/.test(path) || path.startsWith('e2e/'));
  expect(naming(/waitForTimeout\(|setTimeout\(\s*(resolve|done)\b/, tests)).toEqual([]);
  expect(naming(/\b(it|test|describe)\.(skip|only|todo|fixme)\(/, tests)).toEqual([]);
});

it('leaves no task for later but what a specification leaves open', () => {
  expect(naming(/\b(TODO|FIXME|XXX|HACK)\b|todo(?!\(spec\))\(/)).toEqual([]);
});

it('names files in kebab case, but for what Next wants', () => {
  const odd = files
    .map(({ path }) => basename(path))
    .filter((name) => !/^(\[\.*[a-zA-Z]+\]|[a-z0-9-]+)(\.[a-z0-9-]+)*\.(ts|tsx|mts|mjs)$/.test(name));
  expect(odd).toEqual([]);
});
