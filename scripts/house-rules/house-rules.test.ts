import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { isTest, readSourceFiles } from './source-files';

const files = readSourceFiles().filter(({ path }) => !path.startsWith('scripts/house-rules/'));
const naming = (pattern: RegExp, from = files): string[] =>
  from.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

it('has no barrels and no drawers', () => {
  expect(files.map(({ path }) => path).filter((path) => /(^|\/)index\.tsx?$/.test(path))).toEqual([]);
  expect(
    files.map(({ path }) => path).filter((path) => /(^|\/)(utils?|helpers?|misc|shared|types)(\/|\.tsx?$)/.test(path)),
  ).toEqual([]);
});

it('reads the environment in lib/config only, scripts and their tests aside', () => {
  const reading = naming(
    /\bprocess\.env\b/,
    files.filter(({ path }) => /^(app|components|engine|lib)\//.test(path) && !isTest(path)),
  );
  expect(reading.filter((path) => !path.startsWith('lib/config/'))).toEqual([]);
});

it('mocks neither Prisma nor its own modules', () => expect(naming(/\bvi\.(mock|doMock)\(/)).toEqual([]));

it('never sleeps in a test', () => {
  const tests = files.filter(({ path }) => isTest(path));
  expect(naming(/waitForTimeout\(|setTimeout\(\s*(resolve|r|done)\b/, tests)).toEqual([]);
});

it('skips no test', () => expect(naming(/\b(it|test|describe)\.(skip|only|todo|fixme)\(/)).toEqual([]));

it('leaves no task for later but what a specification leaves open', () => {
  expect(naming(/\b(TODO|FIXME|XXX|HACK)\b|todo(?!\(spec\))\(/)).toEqual([]);
});

it('names files in kebab case, but for what frameworks and the code generator want', () => {
  const odd = files
    .map(({ path }) => basename(path))
    .filter((name) => !/^(\[?\[?\.*[a-zA-Z]+\]?\]?|[a-z0-9-]+)(\.[a-z0-9-]+)*\.(ts|tsx|mts|mjs)$/.test(name));
  expect(odd).toEqual([]);
});
