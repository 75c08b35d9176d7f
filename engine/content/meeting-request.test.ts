import { describe, expect, it } from 'vitest';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { child, type EasElement, text } from '@/lib/protocol/wbxml/element';
import { meetingRequest } from './meeting-request';
import { readMeeting } from './read-meeting';

const attendee = 'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bert@example.com';

/** What a phone of 14.1 is told of a meeting, unless it is another. */
function requestOf(lines: readonly string[], version: ProtocolVersion = '14.1'): EasElement {
  const event = ['UID:u1', 'DTSTAMP:20260301T000000Z', 'DTSTART:20260310T100000Z', 'DTEND:20260310T110000Z', ...lines];
  const calendar = ['VERSION:2.0', 'METHOD:REQUEST', 'BEGIN:VEVENT', ...event, 'END:VEVENT'];
  const meeting = readMeeting(['BEGIN:VCALENDAR', ...calendar, 'END:VCALENDAR', ''].join('\r\n'));
  if (!meeting) throw new Error('no meeting');
  return meetingRequest(meeting, version);
}

const recurrenceOf = (rule: string) => {
  const recurrences = child(requestOf([`RRULE:${rule}`]), 'Recurrences');
  const recurrence = recurrences && child(recurrences, 'Recurrence');
  return Object.fromEntries((recurrence?.children ?? []).map(({ name, text: value }) => [name, value]));
};

describe('a meeting of one day', () => {
  it('takes an hour, may be answered with another time, and asks for no answer', () => {
    const request = requestOf([]);
    expect(text(request, 'AllDayEvent')).toBe('0');
    expect(text(request, 'InstanceType')).toBe('0');
    expect(text(request, 'DisallowNewTimeProposal')).toBe('0');
    expect(text(request, 'ResponseRequested')).toBe('0');
    expect(text(request, 'BusyStatus')).toBe('2');
    expect(text(request, 'RecurrenceId')).toBeUndefined();
    expect(text(request, 'MeetingMessageType', 'Email2')).toBe('1');
  });

  it.each([
    ['asks for an answer', [attendee], 'ResponseRequested', '1'],
    ['takes no other time', ['X-MICROSOFT-DISALLOW-COUNTER:TRUE'], 'DisallowNewTimeProposal', '1'],
    ['is about work elsewhere', ['X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE'], 'BusyStatus', '4'],
    ['is tentative', ['STATUS:TENTATIVE'], 'BusyStatus', '1'],
    ['leaves the time free', ['TRANSP:TRANSPARENT'], 'BusyStatus', '0'],
    ['reminds half an hour before', ['BEGIN:VALARM', 'TRIGGER:-PT30M', 'END:VALARM'], 'Reminder', '1800'],
    ['is confidential', ['CLASS:CONFIDENTIAL'], 'Sensitivity', '3'],
  ] as const)('says that it %s', (_what, lines, name, value) => {
    expect(text(requestOf(lines), name)).toBe(value);
  });

  it('says that it replaces what was sent before', () => {
    expect(text(requestOf(['SEQUENCE:2']), 'MeetingMessageType', 'Email2')).toBe('2');
  });

  it('is of all day if it has no hours', () => {
    const days = ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:u', 'DTSTART;VALUE=DATE:20260310'];
    const meeting = readMeeting([...days, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n'));
    expect(meeting && text(meetingRequest(meeting, '14.1'), 'AllDayEvent')).toBe('1');
  });
});

describe('a series', () => {
  // [MS-ASEMAIL] 2.2.2 Elements: CalendarType is required by the month and by the year
  it.each([
    ['FREQ=WEEKLY;BYDAY=TU;WKST=SU', { Type: '1', DayOfWeek: '4', FirstDayOfWeek: '0' }],
    ['FREQ=MONTHLY;BYMONTHDAY=10;COUNT=6', { Type: '2', DayOfMonth: '10', CalendarType: '0', Occurrences: '6' }],
    ['FREQ=MONTHLY;BYDAY=2TU', { Type: '3', DayOfWeek: '4', WeekOfMonth: '2', CalendarType: '0' }],
    ['FREQ=YEARLY', { Type: '5', DayOfMonth: '10', MonthOfYear: '3', CalendarType: '0' }],
    [
      'FREQ=YEARLY;BYMONTH=3;BYDAY=-1FR',
      { Type: '6', DayOfWeek: '32', WeekOfMonth: '5', MonthOfYear: '3', CalendarType: '0' },
    ],
    ['FREQ=DAILY;UNTIL=20260401T100000Z', { Type: '0', Until: '20260401T100000Z' }],
  ])('by %s', (rule, expected) => {
    expect(recurrenceOf(rule)).toEqual({ Interval: '1', ...expected });
  });

  it('says which day one of its meetings was meant for', () => {
    const request = requestOf(['RECURRENCE-ID:20260317T100000Z']);
    expect(text(request, 'RecurrenceId')).toBe('2026-03-17T10:00:00.000Z');
    expect(text(request, 'InstanceType')).toBe('3');
    const id = Buffer.from(text(request, 'GlobalObjId') ?? '', 'base64');
    // Year, month and day of that meeting
    expect([id.readUInt16BE(16), id.readUInt8(18), id.readUInt8(19)]).toEqual([2026, 3, 17]);
  });
});
