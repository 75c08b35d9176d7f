import { isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { type EasElement, el, optional } from '@/lib/protocol/wbxml/element';
import { addressList } from './address-list';
import { globalObjectIdOf } from './global-object-id';
import type { MeetingRecurrence } from './meeting-recurrence';
import type { Meeting } from './read-meeting';
import { timeZoneBlob } from './time-zone-blob';

const instanceType = { single: 0, series: 1, exception: 3 } as const;
const messageType = { silent: 0, initial: 1, update: 2 } as const;
const WEEKLY = 1;

/**
 * What a mail says about a meeting, with what a phone needs to answer it.
 *
 * @see [MS-ASEMAIL] 2.2.2 Elements
 */
export function meetingRequest(meeting: Meeting, version: ProtocolVersion): EasElement {
  const is16 = isAtLeast(version, '16.0');
  return el('Email', 'MeetingRequest', [
    el('Email', 'AllDayEvent', meeting.isAllDay),
    el('Email', 'StartTime', meeting.startsAt.toISOString()),
    el('Email', 'DtStamp', meeting.stampedAt.toISOString()),
    el('Email', 'EndTime', meeting.endsAt.toISOString()),
    el('Email', 'InstanceType', instanceTypeOf(meeting)),
    meeting.location !== '' && locationElement(meeting.location, is16),
    meeting.organizer !== null && el('Email', 'Organizer', addressList([meeting.organizer])),
    optional('Email', 'RecurrenceId', meeting.occurrence?.at.toISOString()),
    optional('Email', 'Reminder', meeting.reminderSeconds ?? undefined),
    el('Email', 'ResponseRequested', meeting.isResponseRequested),
    meeting.recurrence !== null && el('Email', 'Recurrences', [recurrenceElement(meeting.recurrence, version)]),
    el('Email', 'Sensitivity', meeting.sensitivity),
    el('Email', 'BusyStatus', meeting.busyStatus),
    el('Email', 'TimeZone', timeZoneBlob(meeting.zone)),
    is16
      ? el('Calendar', 'UID', meeting.uid)
      : el('Email', 'GlobalObjId', globalObjectIdOf(meeting.uid, meeting.occurrence).toString('base64')),
    isAtLeast(version, '14.0') && el('Email', 'DisallowNewTimeProposal', meeting.isCounterForbidden),
    isAtLeast(version, '14.1') && el('Email2', 'MeetingMessageType', messageTypeOf(meeting)),
  ]);
}

const locationElement = (location: string, is16: boolean): EasElement =>
  is16
    ? el('AirSyncBase', 'Location', [el('AirSyncBase', 'DisplayName', location)])
    : el('Email', 'Location', location);

function instanceTypeOf({ occurrence, isSeries }: Meeting): number {
  if (occurrence) return instanceType.exception;
  return isSeries ? instanceType.series : instanceType.single;
}

/** Phones offer to answer only what is new or fully updated. */
function messageTypeOf({ kind, isUpdate }: Meeting): number {
  if (kind !== 'request') return messageType.silent;
  return isUpdate ? messageType.update : messageType.initial;
}

function recurrenceElement(recurrence: MeetingRecurrence, version: ProtocolVersion): EasElement {
  const { type, interval, until } = recurrence;
  const isByMonth = type >= 2;
  return el('Email', 'Recurrence', [
    el('Email', 'Type', type),
    el('Email', 'Interval', interval),
    optional('Email', 'Until', until && compact(until)),
    optional('Email', 'Occurrences', recurrence.occurrences),
    optional('Email', 'WeekOfMonth', recurrence.weekOfMonth),
    optional('Email', 'DayOfMonth', recurrence.dayOfMonth),
    optional('Email', 'DayOfWeek', recurrence.dayOfWeek),
    optional('Email', 'MonthOfYear', recurrence.monthOfYear),
    isByMonth && isAtLeast(version, '14.0') && el('Email2', 'CalendarType', 0),
    type === WEEKLY && isAtLeast(version, '14.1') && el('Email2', 'FirstDayOfWeek', recurrence.firstDayOfWeek),
  ]);
}

/** [MS-ASDTYPE] 2.7.2 Compact DateTime */
const compact = (at: Date): string => at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
