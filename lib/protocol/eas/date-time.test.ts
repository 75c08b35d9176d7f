import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatCompactDateTime, formatDateTime, parseDateTime } from '@/lib/protocol/eas/date-time';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';

it.each([
  ['2026-03-04T09:15:00.000Z', '2026-03-04T09:15:00.000Z'],
  ['20260304T091500Z', '2026-03-04T09:15:00.000Z'],
  ['2026-03-04T09:15:00Z', '2026-03-04T09:15:00.000Z'],
  ['2026-03-04T09:15:00.5Z', '2026-03-04T09:15:00.500Z'],
  ['2026-03-04T09:15:00.1234567Z', '2026-03-04T09:15:00.123Z'],
  ['2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z'],
  ['0050-01-01T00:00:00.000Z', '0050-01-01T00:00:00.000Z'],
])('reads %s', (text, iso) => expect(parseDateTime(text)?.toISOString()).toBe(iso));

it.each([
  '',
  'soon',
  '2026-03-04',
  '2026-03-04T09:15:00.000',
  '2026-03-04T09:15:00.000+01:00',
  '2026-02-30T00:00:00.000Z',
  '20250229T000000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-00-10T00:00:00.000Z',
  '2026-03-04T24:00:00.000Z',
  '2026-03-04T23:60:00.000Z',
  '2026-03-04T23:59:60.000Z',
  '2026-0304T091500Z',
  ' 20260304T091500Z',
])('does not take %o for an instant', (text) => expect(parseDateTime(text)).toBeUndefined());

it('reads back what it writes, in either form', () => {
  fc.assert(
    fc.property(arbitrary.instant, (date) => {
      expect(parseDateTime(formatDateTime(date))).toEqual(date);
      const wholeSeconds = new Date(Math.floor(date.getTime() / 1000) * 1000);
      expect(parseDateTime(formatCompactDateTime(date))).toEqual(wholeSeconds);
    }),
    { seed: 20_260_201 },
  );
});
