import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderCoverage } from './spec-coverage';

it('lists every citation of a specification, so that the index can be trusted', () => {
  expect(readFileSync('docs/spec-coverage.md', 'utf8')).toBe(renderCoverage(process.cwd()));
});
