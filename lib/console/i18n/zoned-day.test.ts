import { describe, expect, it } from 'vitest';
import { addDays, dayOf, isDay, startOfDay } from '@/lib/console/i18n/zoned-day';

describe('a day in a time zone', () => {
  it.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['2026-01-01', 'America/St_Johns', '2026-01-01T03:30:00.000Z'],
    // Clocks go from 23:59:59 to 01:00: the day begins at one o'clock.
    ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ])('%s in %s begins at %s', (day, timeZone, instant) => {
    expect(startOfDay(day, timeZone).toISOString()).toBe(instant);
  });

  it.each(['Europe/Berlin', 'Asia/Beirut', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'UTC'])(
    'is the day of its first instant and no longer that of the instant before, all year in %s',
    (timeZone) => {
      const days = Array.from({ length: 366 }, (_, index) => addDays('2026-01-01', index));
      const wrong = days.filter((day) => {
        const start = startOfDay(day, timeZone);
        return dayOf(start, timeZone) !== day || dayOf(new Date(start.getTime() - 1), timeZone) === day;
      });
      expect(wrong).toEqual([]);
    },
  );

  it.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['26-01-01', false],
    ['', false],
    ['0026-01-01', false],
  ])('%s exists: %s', (text, exists) => expect(isDay(text)).toBe(exists));
});
