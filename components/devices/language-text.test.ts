import { expect, it } from 'vitest';
import { languageName } from '@/components/devices/language-text';

it('names the language of a phone in the language of the reader', () => {
  expect(languageName('pt', 'de')).toBe('Portugiesisch');
  expect(languageName('en-GB', 'en')).toBe('British English');
  expect(languageName('de_CH', 'en')).toBe('Swiss High German');
});

it.each(['English (United States)', 'x'.repeat(300)])(
  'leaves what is no language tag as it was reported: %s',
  (tag) => {
    expect(languageName(tag, 'en')).toBe(tag);
  },
);
