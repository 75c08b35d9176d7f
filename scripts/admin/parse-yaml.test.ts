import { describe, expect, it, vi } from 'vitest';
import { parseYaml } from './parse-yaml';

// A second each where nothing else runs.
vi.setConfig({ testTimeout: 60_000 });

const MEBIBYTE = 1_048_576;

/** What is wrong, with its place. */
const complaints = (text: string) => {
  const parsed = parseYaml(text);
  const problems = 'problems' in parsed ? parsed.problems : [];
  return problems.map(({ offset, message }) => {
    const { line, column } = parsed.positionOf(offset);
    return `${line}:${column} ${message}`;
  });
};
const valueOf = (text: string) => {
  const parsed = parseYaml(text);
  return 'value' in parsed ? parsed.value : parsed.problems;
};

describe('reading YAML', () => {
  it('knows texts, numbers, switches, null, lists and maps, and nothing that only looks like a switch', () => {
    expect(valueOf('a: [x, 1, -2.5, true, null, "7", on, no, 2026-01-01]\nb:\n  - {c: ~}\n')).toEqual({
      a: ['x', 1, -2.5, true, null, '7', 'on', 'no', '2026-01-01'],
      b: [{ c: null }],
    });
  });

  it('takes texts that begin like an alias or a tag for what they are', () => {
    expect(valueOf('a: "*x"\nb: |\n  &not *an !anchor\nc: x *y &z !w\n')).toEqual({
      a: '*x',
      b: '&not *an !anchor\n',
      c: 'x *y &z !w',
    });
  });

  it('keeps a key with a name of every object as any other', () => {
    expect(Object.keys(Object(valueOf('__proto__: {a: 1}\nconstructor: 2\n')))).toEqual(['__proto__', 'constructor']);
  });

  it.each([
    ['an anchor', 'a: 1\nb: &x 2', '2:4 Anchors are not read'],
    ['an alias', 'a: *x', '1:4 Aliases are not read'],
    ['a merge', 'a: {<<: *x}', '1:9 Aliases are not read'],
    ['a tag', 'a: 1\n\n  \nb: !!binary aGk=', '4:4 Tags are not read'],
    ['a directive', '%YAML 1.1\n---\na: 1', '1:1 Directives are not read'],
    ['a second document', 'a: 1\n---\nb: 2', '2:1 A second document; a file has one'],
    ['a key that is there twice', 'a: 1\nb:\n  c: 1\n  "c": 2', '4:3 "c" is there twice'],
    ['a control character', 'a: "x\u0007"', '1:6 A control character'],
    ['a key that is no text', '[1]: 2', '1:1 With stringKeys, all keys must be strings'],
  ])('refuses %s, and says where', (_what, text, complaint) => {
    expect(complaints(text)).toEqual([complaint]);
  });

  it.each(['a: [', 'a: "x', 'a: }', 'a:\n\t- x', ' a: 1\nb: 2', '- a\nb: c'])('refuses the broken %j', (text) => {
    expect(complaints(text).length).toBeGreaterThan(0);
  });

  it('finds the place of an entry by its key, of an item by its beginning, and of what is missing by what would hold it', () => {
    const parsed = parseYaml('# x\r\na:\r\n  - b: 1\r\n    c: [5, 6]\r\n');
    const placeOf = (...path: (string | number)[]) =>
      'offsetOf' in parsed ? Object.values(parsed.positionOf(parsed.offsetOf(path))) : [];
    expect([placeOf(), placeOf('a', 0, 'c'), placeOf('a', 0, 'c', 1), placeOf('a', 0, 'd'), placeOf('z')]).toEqual([
      [2, 1],
      [4, 5],
      [4, 12],
      [3, 5],
      [2, 1],
    ]);
  });

  it.each([
    ['lists in lists', '['.repeat(MEBIBYTE)],
    ['maps in maps', '{a: '.repeat(MEBIBYTE / 4)],
    ['lists on one line', '- '.repeat(MEBIBYTE / 2)],
    ['keys of keys', '? '.repeat(MEBIBYTE / 2)],
    ['deeper and deeper lines', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
  ])('reads no %s without end', (_what, text) => {
    expect(complaints(text)).toEqual([expect.stringMatching(/ Too deep$/)]);
  });

  it('is done with many keys in a time that grows with their number alone', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}: 1`).join('\n');
    expect(Object.keys(Object(valueOf(keys(60_000))))).toHaveLength(60_000);
  });

  it.each([
    ['documents', '---\n'.repeat(MEBIBYTE / 4)],
    ['brackets', '}\n'.repeat(MEBIBYTE / 2)],
    ['commas', `[${','.repeat(MEBIBYTE)}`],
  ])('complains of very many wrong %s no more than a hundred times', (_what, text) => {
    const { length } = complaints(text);
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(101);
  });
});
