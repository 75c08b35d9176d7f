import { expect, it } from 'vitest';
import { patternLines } from '@/components/people/pattern-lines';

it('reads one pattern a line as they will be kept, and passes over empty lines', () => {
  const text = 'Sales.Example.com\n\n  ceo*@example.com \r\n@sales.example.com\n';
  const patterns = ['*@sales.example.com', 'ceo*@example.com'];
  expect(patternLines(text)).toEqual({ patterns, wrong: null, isTooMany: false });
  expect(patternLines(' \n')).toEqual({ patterns: [], wrong: null, isTooMany: false });
});

it('names the first line that is no pattern, and says when there are too many', () => {
  expect(patternLines('a@b.c\nd e@f.g\nh i')).toEqual({ patterns: [], wrong: 'd e@f.g', isTooMany: false });
  const many = Array.from({ length: 51 }, (_, index) => `p${index}`).join('\n');
  expect(patternLines(many)).toEqual({ patterns: [], wrong: null, isTooMany: true });
});
