import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testTitles } from '../spec/test-titles';

const page = readFileSync('docs/clients.md', 'utf8');
/** The rows of every table of habits; what stands in other tables is no habit. */
const rowsOf = (text: string) =>
  text
    .split('\n\n')
    .filter((block) => block.startsWith('| Client | '))
    .flatMap((block) => block.trim().split('\n').slice(2));

/** What the last cell of a row names: files and titles, one below the other. */
const namedTests = (row: string) =>
  (row.split(' | ')[3] ?? '')
    .replace(/\s*\|$/, '')
    .split('<br>')
    .map((each) => /^`([^`]+)`: (.+)$/.exec(each.trim()))
    .map((match) => ({ file: match?.[1] ?? '', title: match?.[2]?.trim() ?? '' }));

it('docs/clients.md names a test that there is for every habit', () => {
  const rows = rowsOf(page);
  expect(rows.length).toBeGreaterThan(30);
  const missing = rows.flatMap((row) =>
    namedTests(row).filter(
      ({ file, title }) =>
        !file.endsWith('.test.ts') || !existsSync(file) || !testTitles(readFileSync(file, 'utf8')).has(title),
    ),
  );
  expect(missing).toEqual([]);
});
