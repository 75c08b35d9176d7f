import { describe, expect, it } from 'vitest';
import { chooseLocale, chooseTimeZone } from '@/lib/console/i18n/locale';

describe('the language of a page', () => {
  it.each([
    ['de', 'en', 'de'],
    [undefined, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    [undefined, 'fr, en;q=0.5, de;q=0.7', 'de'],
    [undefined, 'de;q=0, en', 'en'],
    [undefined, 'fr', 'en'],
    [undefined, null, 'en'],
    ['klingon', 'de', 'de'],
    [undefined, ';;q=,=,q=x', 'en'],
  ])('chosen %s and asked for by the browser as %s is %s', (chosen, header, locale) => {
    expect(chooseLocale(chosen, header)).toBe(locale);
  });
});

describe('the time zone of a page', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['Mars/Olympus', 'UTC'],
    [undefined, 'UTC'],
  ])('chosen %s is %s', (chosen, zone) => expect(chooseTimeZone(chosen)).toBe(zone));
});
