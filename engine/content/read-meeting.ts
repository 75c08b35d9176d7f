import ICAL from 'ical.js';
import type { Address } from '@/engine/backends/contract';
import { type MeetingRecurrence, recurrenceOf } from './meeting-recurrence';
import { ZoneOfEvent } from './zone-of-event';
import type { ZoneRules } from './time-zone-rules';

/** What a mail about a meeting says. */
export type Meeting = {
  readonly kind: 'request' | 'cancel' | 'accepted' | 'declined' | 'tentative';
  readonly uid: string;
  readonly isAllDay: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly stampedAt: Date;
  /** Original start of the one occurrence it is about. */
  readonly occurrence: {
    readonly at: Date;
    readonly year: number;
    readonly month: number;
    readonly day: number;
  } | null;
  readonly isSeries: boolean;
  readonly recurrence: MeetingRecurrence | null;
  readonly location: string;
  readonly description: string;
  readonly organizer: Address | null;
  readonly reminderSeconds: number | null;
  readonly isResponseRequested: boolean;
  readonly isUpdate: boolean;
  readonly isCounterForbidden: boolean;
  /** 0 free, 1 tentative, 2 busy, 3 out of office, 4 elsewhere. */
  readonly busyStatus: number;
  /** 0 normal, 1 personal, 2 private, 3 confidential. */
  readonly sensitivity: number;
  readonly zone: ZoneRules;
};

const MAX_TEXT_LENGTH = 32 * 1024;
const answers = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' } as const;
const busyWords = ['FREE', 'TENTATIVE', 'BUSY', 'OOF', 'WORKINGELSEWHERE'];
const sensitivities = ['PUBLIC', 'PERSONAL', 'PRIVATE', 'CONFIDENTIAL'];

/**
 * Reads the iCalendar part of a mail.
 *
 * @returns null if it is broken, or about no meeting that is offered, answered or cancelled
 * @see RFC 5546 iTIP
 */
export function readMeeting(calendar: string): Meeting | null {
  try {
    const root = ICAL.Component.fromString(calendar);
    const events = root.getAllSubcomponents('vevent');
    const event = events.find((each) => !each.hasProperty('recurrence-id')) ?? events[0];
    const kind = event && kindOf(textOf(root, 'method').toUpperCase(), event);
    return event && kind ? meetingOf(kind, event) : null;
  } catch {
    // The library throws whatever it stumbles over; the part is offered as a file then.
    return null;
  }
}

function kindOf(method: string, event: ICAL.Component): Meeting['kind'] | null {
  if (method === 'REQUEST') return 'request';
  if (method === 'CANCEL') return 'cancel';
  // Somebody proposes another time.
  if (method === 'COUNTER') return 'tentative';
  if (method !== 'REPLY') return null;
  const answer = event.getFirstProperty('attendee')?.getFirstParameter('partstat')?.toUpperCase();
  return answer === 'ACCEPTED' || answer === 'DECLINED' || answer === 'TENTATIVE' ? answers[answer] : null;
}

function meetingOf(kind: Meeting['kind'], event: ICAL.Component): Meeting | null {
  const start = timeOf(event, 'dtstart');
  const uid = textOf(event, 'uid');
  if (!start || uid === '' || uid.length > 1000) return null;
  const zone = new ZoneOfEvent(event, start);
  const original = timeOf(event, 'recurrence-id');
  const rules = event.getAllProperties('rrule');
  const isSeries = rules.length > 0 || event.hasProperty('rdate');
  const stamp = timeOf(event, 'dtstamp');
  const startsAt = zone.instantOf(start, 'dtstart');
  return {
    kind,
    uid,
    isAllDay: start.isDate,
    startsAt,
    endsAt: endOf(event, { start, startsAt, zone }),
    stampedAt: stamp ? zone.instantOf(stamp, 'dtstamp') : startsAt,
    occurrence: original && { at: zone.instantOf(original, 'recurrence-id'), ...datePartsOf(original) },
    isSeries,
    recurrence: isSeries ? seriesOf(event, start, zone) : null,
    location: textOf(event, 'location').slice(0, MAX_TEXT_LENGTH),
    description: textOf(event, 'description').slice(0, MAX_TEXT_LENGTH),
    organizer: organizerOf(event),
    reminderSeconds: reminderOf(event),
    isResponseRequested: event
      .getAllProperties('attendee')
      .some((each) => each.getFirstParameter('rsvp')?.toUpperCase() === 'TRUE'),
    isUpdate: Number(event.getFirstPropertyValue('sequence') ?? 0) > 0,
    isCounterForbidden: textOf(event, 'x-microsoft-disallow-counter').toUpperCase() === 'TRUE',
    busyStatus: busyStatusOf(event),
    sensitivity: Math.max(0, sensitivities.indexOf(textOf(event, 'class').toUpperCase())),
    zone: zone.rules(),
  };
}

function endOf(
  event: ICAL.Component,
  { start, startsAt, zone }: { start: ICAL.Time; startsAt: Date; zone: ZoneOfEvent },
) {
  const end = timeOf(event, 'dtend');
  if (end) return zone.instantOf(end, 'dtend');
  const duration = event.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration) {
    const later = start.clone();
    later.addDuration(duration);
    return zone.instantOf(later, 'dtstart');
  }
  if (!start.isDate) return startsAt;
  const nextDay = start.clone();
  nextDay.day += 1;
  return zone.instantOf(nextDay, 'dtstart');
}

function seriesOf(event: ICAL.Component, start: ICAL.Time, zone: ZoneOfEvent): MeetingRecurrence | null {
  const [rule, ...others] = event.getAllProperties('rrule').map((each) => each.getFirstValue());
  if (!(rule instanceof ICAL.Recur) || others.length > 0 || event.hasProperty('rdate')) return null;
  return recurrenceOf(rule, start, (until) => {
    if (!until.isDate || start.isDate) return zone.instantOf(until, 'dtstart');
    const last = start.clone();
    [last.year, last.month, last.day] = [until.year, until.month, until.day];
    return zone.instantOf(last, 'dtstart');
  });
}

function reminderOf(event: ICAL.Component): number | null {
  const trigger = event.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger');
  return trigger instanceof ICAL.Duration ? Math.max(0, -trigger.toSeconds()) : null;
}

function organizerOf(event: ICAL.Component): Address | null {
  const organizer = event.getFirstProperty('organizer');
  const address = String(organizer?.getFirstValue() ?? '').replace(/^mailto:/i, '');
  return organizer && address !== '' ? { name: organizer.getFirstParameter('cn') ?? '', address } : null;
}

function busyStatusOf(event: ICAL.Component): number {
  const said = textOf(event, 'x-microsoft-cdo-intendedstatus') || textOf(event, 'x-microsoft-cdo-busystatus');
  const index = busyWords.indexOf(said.toUpperCase());
  if (index >= 0) return index;
  if (textOf(event, 'transp').toUpperCase() === 'TRANSPARENT') return 0;
  return textOf(event, 'status').toUpperCase() === 'TENTATIVE' ? 1 : 2;
}

const datePartsOf = ({ year, month, day }: ICAL.Time) => ({ year, month, day });

function timeOf(component: ICAL.Component, name: string): ICAL.Time | null {
  const value = component.getFirstPropertyValue(name);
  return value instanceof ICAL.Time ? value : null;
}

function textOf(component: ICAL.Component, name: string): string {
  const value = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value.trim() : '';
}
