import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderCoverage } from './spec-coverage';
import { caseCounts, readSuite, suites } from './test-catalogue';
import { hasString, testTitles } from './test-titles';

it('lists every citation of a specification, so that the index can be trusted', () => {
  expect(readFileSync('docs/spec-coverage.md', 'utf8')).toBe(renderCoverage(process.cwd()));
});

describe.each(suites)('the cases of %s', (suite) => {
  const cases = readSuite(process.cwd(), suite);

  it('are all there, once and in their order', () => {
    const ids = cases.map(({ id }) => id);
    expect(ids).toHaveLength(caseCounts[suite]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted());
  });

  it('are covered by tests that there are', () => {
    const missing = cases.flatMap(({ id, tests = [] }) =>
      tests.filter((each) => !isThere(each)).map(({ file, name, row = '' }) => `${id}: ${file} ${name} ${row}`),
    );
    expect(missing).toEqual([]);
  });

  it('say what is done instead where they are answered otherwise', () => {
    expect(cases.filter(({ because, note }) => because === 'deviation' && note === undefined)).toEqual([]);
  });
});

const sources = new Map<string, { text: string; titles: Set<string> }>();

function isThere({ file, name, row }: { file: string; name: string; row?: string }): boolean {
  if (!file.endsWith('.test.ts') || !existsSync(file)) return false;
  const text = sources.get(file)?.text ?? readFileSync(file, 'utf8');
  const source = sources.get(file) ?? { text, titles: testTitles(text) };
  sources.set(file, source);
  return source.titles.has(name) && (row === undefined || hasString(text, row));
}

describe('the titles of tests', () => {
  it('are found behind it, describe and the rows of an each', () => {
    const source = [
      "describe('a', () => {",
      "  it('b\\'s', async () => {});",
      "  it.each([['row', 1], f('not a title')])(",
      "    'c %s',",
      '    (_row) => {},',
      '  );',
      '  describe.each(rows)("d", () => {});',
      '  it(`e`, () => {});',
      "  call('not a title');",
    ].join('\n');
    expect([...testTitles(source)]).toEqual(['a', "b's", 'c %s', 'd', 'e']);
    expect(hasString(source, 'row')).toBe(true);
    expect(hasString(source, 'ro')).toBe(false);
  });
});
