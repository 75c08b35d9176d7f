import { expect, it } from 'vitest';
import { matchesTyped } from '@/components/patterns/matches-typed';

it.each([
  ["Anna's iPhone", 'Anna’s iPhone'],
  [' Anna’s iPhone ', 'Anna’s iPhone'],
  ['"Depot" iPad - 2', '“Depot” iPad – 2'],
  ['Zoe\u0308 iPad', 'Zoë\u00A0iPad'],
])('accepts a name as a keyboard can write it: %s', (typed, expected) => {
  expect(matchesTyped(typed, expected)).toBe(true);
});

it.each([
  ['', 'Anna’s iPhone'],
  ['annas iphone', 'Anna’s iPhone'],
  ["Anna's iPhone 2", 'Anna’s iPhone'],
])('refuses another name: %s', (typed, expected) => {
  expect(matchesTyped(typed, expected)).toBe(false);
});
