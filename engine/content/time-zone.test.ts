import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { findNamedZone, instantIn, rulesOfNamedZone } from './named-time-zone';
import { timeZoneBlob } from './time-zone-blob';
import { isHarmlessZone, rulesOfZone, utcRules } from './time-zone-rules';

// [MS-ASDTYPE] 2.7.6 TimeZone: Central European Time without names
const centralEurope = [
  'xP///wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAoAAAAF',
  'AAMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAMAAAAFAAIAAAAAAAAAxP///w==',
].join('');

const zone = (...observances: string[]) =>
  ICAL.Component.fromString(['BEGIN:VTIMEZONE', 'TZID:x', ...observances, 'END:VTIMEZONE'].join('\r\n'));
const observance = (kind: string, from: string, to: string, ...lines: string[]) =>
  [`BEGIN:${kind}`, ...lines, `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`, `END:${kind}`].join('\r\n');

const europe = zone(
  observance('STANDARD', '+0200', '+0100', 'DTSTART:19701025T030000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU'),
  observance('DAYLIGHT', '+0100', '+0200', 'DTSTART:19700329T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'),
);

describe('a time zone', () => {
  it('of the IANA database makes the example of the specification', () => {
    const berlin = findNamedZone('Europe/Berlin');
    expect(berlin && timeZoneBlob(rulesOfNamedZone(berlin, 2026))).toBe(centralEurope);
  });

  it('of a calendar makes the same', () => {
    const rules = rulesOfZone(europe, 2026);
    expect(rules && timeZoneBlob(rules)).toBe(centralEurope);
  });

  it('takes the rules of the year, whatever was before', () => {
    const america = zone(
      observance(
        'DAYLIGHT',
        '-0500',
        '-0400',
        'DTSTART:19870405T020000',
        'RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z',
      ),
      observance('DAYLIGHT', '-0500', '-0400', 'DTSTART:20070311T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU'),
      observance('STANDARD', '-0400', '-0500', 'DTSTART:20071104T020000', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU'),
    );
    expect(rulesOfZone(america, 2026)).toEqual({
      standardMinutes: -300,
      daylight: {
        minutes: -240,
        starts: { month: 3, week: 2, weekday: 0, hour: 2, minute: 0 },
        ends: { month: 11, week: 1, weekday: 0, hour: 2, minute: 0 },
      },
    });
  });

  it('reads the second Sunday also where it is told by its days', () => {
    const rule = 'RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU';
    const found = rulesOfZone(
      zone(
        observance('DAYLIGHT', '-0500', '-0400', 'DTSTART:20070311T020000', rule),
        observance('STANDARD', '-0400', '-0500', 'DTSTART:20071104T020000', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU'),
      ),
      2026,
    );
    expect(found?.daylight?.starts.week).toBe(2);
  });

  it('without summer time has just its offset', () => {
    const kolkata = findNamedZone('Asia/Kolkata');
    expect(kolkata && rulesOfNamedZone(kolkata, 2026)).toEqual({ standardMinutes: 330, daylight: null });
    expect(rulesOfZone(zone(observance('STANDARD', '+0530', '+0530', 'DTSTART:19700101T000000')), 2026)).toEqual({
      standardMinutes: 330,
      daylight: null,
    });
    expect(Buffer.from(timeZoneBlob(utcRules), 'base64').every((octet) => octet === 0)).toBe(true);
  });

  it('south of the equator has its summer over the new year', () => {
    const sydney = findNamedZone('Australia/Sydney');
    const rules = sydney && rulesOfNamedZone(sydney, 2026);
    expect(rules?.standardMinutes).toBe(600);
    expect(rules?.daylight?.starts).toMatchObject({ month: 10, week: 1, hour: 2 });
    expect(rules?.daylight?.ends).toMatchObject({ month: 4, week: 1, hour: 3 });
  });

  it('that keeps a library busy for ever is not asked', () => {
    const rule = (text: string) =>
      zone(observance('STANDARD', '+0000', '+0000', 'DTSTART:16010101T000000', `RRULE:${text}`));
    expect(isHarmlessZone(europe)).toBe(true);
    expect(isHarmlessZone(rule('FREQ=SECONDLY'))).toBe(false);
    expect(isHarmlessZone(rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'))).toBe(false);
    expect(isHarmlessZone(rule('FREQ=YEARLY;BYMONTH=2;BYDAY=6SU'))).toBe(false);
    const many = Array.from({ length: 20 }, () =>
      observance('STANDARD', '+0000', '+0000', 'DTSTART:16010101T000000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=1SU'),
    );
    expect(isHarmlessZone(zone(...many))).toBe(false);
  });

  it('tells the instant of a wall clock on both sides of a change', () => {
    const berlin = findNamedZone('Europe/Berlin');
    const at = (clock: string) => berlin && instantIn(berlin, new Date(`${clock}Z`)).toISOString();
    expect(at('2026-03-29T01:59:00')).toBe('2026-03-29T00:59:00.000Z');
    expect(at('2026-03-29T03:00:00')).toBe('2026-03-29T01:00:00.000Z');
    expect(at('2026-10-25T03:30:00')).toBe('2026-10-25T02:30:00.000Z');
    expect(findNamedZone('Nowhere/Land')).toBeNull();
  });
});
