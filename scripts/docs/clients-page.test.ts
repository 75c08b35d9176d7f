import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testTitles } from '../spec/test-titles';

const page = readFileSync('docs/clients.md', 'utf8');
const isRow = (line: string) => line.startsWith('| ') && !line.startsWith('| --- ') && !line.startsWith('| Client ');

/** What the last cell of a row names: files and titles, one below the other. */
const namedTests = (row: string) =>
  (row.split(' | ')[3] ?? '')
    .replace(/\s*\|$/, '')
    .split('<br>')
    .map((each) => /^`([^`]+)`: (.+)$/.exec(each.trim()))
    .map((match) => ({ file: match?.[1] ?? '', title: match?.[2]?.trim() ?? '' }));

it('docs/clients.md names a test that there is for every habit', () => {
  const rows = page.split('\n').filter(isRow);
  expect(rows.length).toBeGreaterThan(30);
  const missing = rows.flatMap((row) =>
    namedTests(row).filter(
      ({ file, title }) =>
        !file.endsWith('.test.ts') || !existsSync(file) || !testTitles(readFileSync(file, 'utf8')).has(title),
    ),
  );
  expect(missing).toEqual([]);
});
