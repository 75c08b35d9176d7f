import ICAL from 'ical.js';
import MailComposer from 'nodemailer/lib/mail-composer';
import { htmlToText } from './html-to-text';
import { OutgoingProblem } from './outgoing-problem';

export type MeetingReply = {
  /** The invitation, as iCalendar. */
  readonly calendar: string;
  /** 1 accepted, 2 tentative, 3 declined ([MS-ASCMD] 2.2.3.188 UserResponse). */
  readonly response: 1 | 2 | 3;
  /** Only this occurrence of a series, by when it was to begin. */
  readonly instanceId: Date | undefined;
  readonly address: string;
  readonly displayName: string | null;
  /** What the invited person adds: 1 text, 2 HTML. */
  readonly comment: { readonly type: 1 | 2; readonly data: string } | undefined;
  readonly proposed: { readonly start: Date; readonly end: Date } | undefined;
  readonly now: Date;
};

const states = { 1: 'ACCEPTED', 2: 'TENTATIVE', 3: 'DECLINED' } as const;
const subjects = { 1: 'Accepted', 2: 'Tentative', 3: 'Declined' } as const;

/**
 * The mail by which a calendar program learns the answer to its invitation: a REPLY, or a COUNTER if another time is
 * proposed.
 *
 * @throws OutgoingProblem `malformed` if the invitation cannot be read, `no_recipients` without an organizer
 * @see RFC 5546 3.2.3 REPLY, 3.2.7 COUNTER; RFC 6047 iMIP
 */
export async function composeMeetingReply(reply: MeetingReply): Promise<Buffer> {
  const event = findEvent(reply.calendar);
  const organizer = addressOf(event.getFirstPropertyValue('organizer'));
  if (organizer === null) throw new OutgoingProblem('no_recipients');
  const method = reply.proposed ? 'COUNTER' : 'REPLY';
  const title = event.getFirstPropertyValue('summary');
  const summary = typeof title === 'string' ? title : '';
  const text = commentOf(reply);
  const composer = new MailComposer({
    from: { name: reply.displayName ?? '', address: reply.address },
    to: organizer,
    subject: `${subjects[reply.response]}: ${summary}`,
    date: reply.now,
    alternatives: [
      { contentType: 'text/plain; charset=utf-8', content: text },
      { contentType: `text/calendar; charset=utf-8; method=${method}`, content: answerOf(event, reply, method) },
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function findEvent(calendar: string): ICAL.Component {
  try {
    const parsed: unknown = ICAL.parse(calendar);
    // The parser gives the jCal form of one component, or a list of them.
    const component = new ICAL.Component(parsed as ConstructorParameters<typeof ICAL.Component>[0]);
    const events = component.getAllSubcomponents('vevent');
    const event = events.find((each) => !each.hasProperty('recurrence-id')) ?? events[0];
    if (event) return event;
  } catch (cause) {
    throw new OutgoingProblem('malformed', { cause });
  }
  throw new OutgoingProblem('malformed');
}

function addressOf(value: unknown): string | null {
  const address = /^mailto:([^\s<>"]+@[^\s<>"]+)$/i.exec(typeof value === 'string' ? value : '')?.[1];
  return address ?? null;
}

/** Of the event only what the organizer's program needs to find it again. */
function answerOf(invited: ICAL.Component, reply: MeetingReply, method: string): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Mobileadmin//EN');
  calendar.addPropertyWithValue('method', method);
  const event = new ICAL.Component('vevent');
  for (const name of ['uid', 'organizer', 'dtstart', 'dtend', 'duration', 'recurrence-id', 'summary', 'sequence']) {
    const property = invited.getFirstProperty(name);
    if (property && !(reply.proposed && isTime(name))) event.addProperty(copyOf(property));
  }
  event.addPropertyWithValue('dtstamp', utc(reply.now));
  if (reply.instanceId && !event.hasProperty('recurrence-id')) {
    event.addPropertyWithValue('recurrence-id', utc(reply.instanceId));
  }
  if (reply.proposed) {
    event.addPropertyWithValue('dtstart', utc(reply.proposed.start));
    event.addPropertyWithValue('dtend', utc(reply.proposed.end));
  }
  const attendee = new ICAL.Property('attendee', event);
  attendee.setValue(`mailto:${reply.address}`);
  attendee.setParameter('partstat', states[reply.response]);
  if (reply.displayName) attendee.setParameter('cn', reply.displayName);
  event.addProperty(attendee);
  const comment = commentOf(reply);
  if (comment !== '') event.addPropertyWithValue('comment', comment);
  calendar.addSubcomponent(event);
  return `${calendar.toString()}\r\n`;
}

const isTime = (name: string): boolean => name === 'dtstart' || name === 'dtend' || name === 'duration';

const copyOf = (property: ICAL.Property): ICAL.Property => ICAL.Property.fromString(property.toICALString());

const utc = (date: Date): ICAL.Time => ICAL.Time.fromJSDate(date, true);

const commentOf = ({ comment }: MeetingReply): string =>
  comment ? (comment.type === 2 ? htmlToText(comment.data) : comment.data) : '';
