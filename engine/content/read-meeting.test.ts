import { describe, expect, it } from 'vitest';
import { globalObjectIdOf, uidOfGlobalObjectId } from './global-object-id';
import { readMeeting } from './read-meeting';
import { processorTimeOf } from '@/scripts/testing/processor-time';

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) =>
  calendar('BEGIN:VEVENT', 'UID:u1', 'DTSTAMP:20260301T000000Z', ...lines, 'END:VEVENT');
const seriesOf = (rule: string, start = 'DTSTART:20260310T100000Z') =>
  readMeeting(event(start, `RRULE:${rule}`))?.recurrence ?? null;

describe('a meeting', () => {
  it('of whole days begins at midnight in the zone that came with it', () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:x', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'];
    const offset = ['TZOFFSETFROM:+0300', 'TZOFFSETTO:+0300', 'END:STANDARD', 'END:VTIMEZONE'];
    const days = ['BEGIN:VEVENT', 'UID:u1', 'DTSTART;VALUE=DATE:20260310', 'END:VEVENT'];
    const meeting = readMeeting(calendar(...zone, ...offset, ...days));
    expect(meeting?.isAllDay).toBe(true);
    expect(meeting?.startsAt.toISOString()).toBe('2026-03-09T21:00:00.000Z');
    expect(meeting?.endsAt.toISOString()).toBe('2026-03-10T21:00:00.000Z');
  });

  it('knows zones by name if their rules did not come along', () => {
    const meeting = readMeeting(event('DTSTART;TZID=America/New_York:20260710T090000', 'DURATION:PT90M'));
    expect(meeting?.startsAt.toISOString()).toBe('2026-07-10T13:00:00.000Z');
    expect(meeting?.endsAt.toISOString()).toBe('2026-07-10T14:30:00.000Z');
    expect(meeting?.zone.standardMinutes).toBe(-300);
  });

  it('with a zone that nobody knows is taken for UTC', () => {
    const meeting = readMeeting(event('DTSTART;TZID=Somewhere:20260710T090000'));
    expect(meeting?.startsAt.toISOString()).toBe('2026-07-10T09:00:00.000Z');
  });

  it.each([
    ['nothing', ''],
    ['no calendar', 'Hello'],
    ['no event', calendar()],
    ['no start', event()],
    ['cut short', event('DTSTART:20260310T100000Z').slice(0, 60)],
    ['a broken date', event('DTSTART:2026')],
    ['a method that asks for nothing', event('DTSTART:20260310T100000Z').replace('REQUEST', 'PUBLISH')],
  ])('is not read from %s', (_what, text) => expect(readMeeting(text)).toBeNull());

  it('takes the master of a series that comes with its exceptions', () => {
    const exception = [
      'BEGIN:VEVENT',
      'UID:u1',
      'RECURRENCE-ID:20260310T100000Z',
      'DTSTART:20260310T110000Z',
      'END:VEVENT',
    ];
    const master = ['BEGIN:VEVENT', 'UID:u1', 'DTSTART:20260303T100000Z', 'RRULE:FREQ=WEEKLY', 'END:VEVENT'];
    const meeting = readMeeting(calendar(...exception, ...master));
    expect([meeting?.isSeries, meeting?.occurrence]).toEqual([true, null]);
  });

  it('is read in little time, whatever its zone says', async () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:x', 'BEGIN:STANDARD', 'DTSTART:16010101T000000', 'RRULE:FREQ=SECONDLY'];
    const end = ['TZOFFSETFROM:+0300', 'TZOFFSETTO:+0300', 'END:STANDARD', 'END:VTIMEZONE'];
    const event = ['BEGIN:VEVENT', 'UID:u1', 'DTSTART;TZID=x:20260310T100000', 'END:VEVENT'];
    const text = calendar(...zone, ...end, ...event);
    const read = () => expect(readMeeting(text)?.startsAt.toISOString()).toBe('2026-03-10T10:00:00.000Z');
    expect(await processorTimeOf(read)).toBeLessThan(2000);
  });
});

describe('a series', () => {
  it.each([
    ['FREQ=DAILY;COUNT=3', { type: 0, interval: 1, occurrences: 3 }],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', { type: 1, dayOfWeek: 62 }],
    ['FREQ=WEEKLY;WKST=SU', { type: 1, dayOfWeek: 4, firstDayOfWeek: 0 }],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', { type: 1, interval: 2, dayOfWeek: 10, firstDayOfWeek: 1 }],
    ['FREQ=MONTHLY', { type: 2, dayOfMonth: 10 }],
    ['FREQ=MONTHLY;BYMONTHDAY=31', { type: 2, dayOfMonth: 31 }],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', { type: 3, dayOfWeek: 127, weekOfMonth: 5 }],
    ['FREQ=MONTHLY;BYDAY=2TU', { type: 3, dayOfWeek: 4, weekOfMonth: 2 }],
    ['FREQ=MONTHLY;BYDAY=-1FR', { type: 3, dayOfWeek: 32, weekOfMonth: 5 }],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', { type: 3, dayOfWeek: 62, weekOfMonth: 5 }],
    ['FREQ=YEARLY', { type: 5, dayOfMonth: 10, monthOfYear: 3 }],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', { type: 6, dayOfWeek: 16, weekOfMonth: 4, monthOfYear: 11 }],
    ['FREQ=DAILY;UNTIL=20260401T100000Z', { type: 0, until: new Date('2026-04-01T10:00:00Z') }],
    ['FREQ=DAILY;UNTIL=20260401', { type: 0, until: new Date('2026-04-01T10:00:00Z') }],
  ])('%s has a form that phones know', (rule, expected) => expect(seriesOf(rule)).toMatchObject(expected));

  it.each([
    'FREQ=HOURLY',
    'FREQ=DAILY;BYHOUR=8,12',
    'FREQ=DAILY;INTERVAL=2;BYDAY=MO',
    'FREQ=DAILY;COUNT=1000',
    'FREQ=MONTHLY;BYMONTHDAY=7,8',
    'FREQ=MONTHLY;BYDAY=5MO',
    'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=YEARLY;BYMONTH=1,7',
    'FREQ=YEARLY;BYYEARDAY=100',
  ])('%s has none: better none than a wrong one', (rule) => expect(seriesOf(rule)).toBeNull());
});

describe('a global object id', () => {
  const outlooks = `040000008200E00074C5B7101A82E00800000000B04A5C0E6F8EDC01000000000000000010000000${'AB'.repeat(16)}`;

  it('wraps the UID of others and gives it back', () => {
    const id = globalObjectIdOf('Termin-ä@example.com', null);
    expect(uidOfGlobalObjectId(id)).toBe('Termin-ä@example.com');
  });

  it('is the UID of Outlook itself, with the day of an occurrence', () => {
    const id = globalObjectIdOf(outlooks, { year: 2026, month: 3, day: 12 });
    expect(id.toString('hex').toUpperCase()).toBe(`${outlooks.slice(0, 32)}07EA030C${outlooks.slice(40)}`);
    expect(uidOfGlobalObjectId(id)).toBe(outlooks);
  });

  it('is not made of rubbish', () => {
    expect(uidOfGlobalObjectId(Buffer.from('rubbish'))).toBeNull();
    expect(uidOfGlobalObjectId(Buffer.alloc(60))).toBeNull();
  });
});
