import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments';

describe('the start command', () => {
  it.each([
    [[], { isDev: false, phones: 0 }],
    [['--dev'], { isDev: true, phones: 0 }],
    [['--demo'], { isDev: false, phones: 40 }],
    [['--demo', '--phones', '3'], { isDev: false, phones: 3 }],
  ])('understands %j', (words, expected) => expect(readArguments(words)).toEqual(expected));

  it.each([
    [['--phones', '3']],
    [['--demo', '--phones', 'many']],
    [['--demo', '--phones', '0']],
    [['--fast']],
    [['x']],
  ])('shows its usage for %j', (words) => expect(() => readArguments(words)).toThrow(/^Usage: npm start/));
});
