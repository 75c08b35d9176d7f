import { parseDateTime } from '@/lib/protocol/eas/date-time';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { readBoolean, readText, requireInteger } from '@/lib/protocol/eas/fields';
import { child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.124 OofState */
export const oofState = { off: 0, on: 1, timed: 2 } as const;

export type OofBodyType = 'TEXT' | 'HTML';

export type OofAudience = 'internal' | 'external-known' | 'external-unknown';

export interface OofMessage {
  readonly audience: OofAudience;
  readonly isEnabled: boolean;
  readonly replyMessage?: string;
  /** There if a reply is. */
  readonly bodyType?: OofBodyType;
}

/** Automatic replies. Times are as on the wire; both are there if the state is 2. */
export interface OofSettings {
  readonly state: 0 | 1 | 2;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly messages: readonly OofMessage[];
}

const PROTOCOL_ERROR = 2;
const settingsArgumentStatus = { invalid: 5, conflicting: 6 } as const;
const MAX_REPLY_LENGTH = 128 * 1024;

const audienceElement = {
  internal: 'AppliesToInternal',
  'external-known': 'AppliesToExternalKnown',
  'external-unknown': 'AppliesToExternalUnknown',
} as const satisfies Record<OofAudience, string>;

const audiences = ['internal', 'external-known', 'external-unknown'] as const;

/**
 * The settings in a Set of a request or in a Get of an answer.
 *
 * @throws EasFormatError with Status 2, also if a timed absence lacks one of its times; with 5 if one of them is no time,
 *   with 6 if it ends before it begins
 * @see [MS-ASCMD] 2.2.3.122 Oof
 */
export function readOofSettings(element: EasElement): OofSettings {
  const status = PROTOCOL_ERROR;
  const state = requireInteger(element, { name: 'OofState', status, max: 2 });
  const startTime = readText(element, { name: 'StartTime', status });
  const endTime = readText(element, { name: 'EndTime', status });
  if ((state === oofState.timed || startTime !== undefined || endTime !== undefined) && !(startTime && endTime)) {
    throw new EasFormatError('missing_element', startTime ? 'EndTime' : 'StartTime', status);
  }
  if (state === oofState.timed) checkTimes(startTime, endTime);
  const messages = children(element, 'OofMessage').map(readMessage);
  return { state: state as 0 | 1 | 2, startTime, endTime, messages }; // the range was checked above
}

function checkTimes(startTime = '', endTime = ''): void {
  const [start, end] = [parseDateTime(startTime), parseDateTime(endTime)];
  if (!start || !end) {
    throw new EasFormatError('invalid_value', start ? 'EndTime' : 'StartTime', settingsArgumentStatus.invalid);
  }
  if (start >= end) throw new EasFormatError('out_of_range', 'EndTime', settingsArgumentStatus.conflicting);
}

function readMessage(element: EasElement): OofMessage {
  const status = PROTOCOL_ERROR;
  const audience = audiences.find((each) => child(element, audienceElement[each]));
  if (!audience) throw new EasFormatError('missing_element', 'AppliesToInternal', status);
  const replyMessage = readText(element, { name: 'ReplyMessage', status, maxLength: MAX_REPLY_LENGTH });
  const bodyType = readBodyType(element);
  if (replyMessage && !bodyType) throw new EasFormatError('missing_element', 'BodyType', status);
  return { audience, isEnabled: readBoolean(element, { name: 'Enabled', status }) ?? false, replyMessage, bodyType };
}

/**
 * TEXT or HTML, in any case; undefined if absent.
 *
 * @throws EasFormatError `invalid_value` with Status 5
 */
export function readBodyType(element: EasElement): OofBodyType | undefined {
  const value = readText(element, { name: 'BodyType', status: PROTOCOL_ERROR })?.toUpperCase();
  if (value === undefined || value === '') return undefined;
  if (value === 'TEXT' || value === 'HTML') return value;
  throw new EasFormatError('invalid_value', 'BodyType', settingsArgumentStatus.invalid);
}

/** The content of a Get in an answer, or of a Set in a request. */
export const writeOofSettings = (settings: OofSettings): (EasElement | undefined)[] => [
  el('Settings', 'OofState', settings.state),
  optional('Settings', 'StartTime', settings.startTime),
  optional('Settings', 'EndTime', settings.endTime),
  ...settings.messages.map(writeMessage),
];

const writeMessage = ({ audience, isEnabled, replyMessage, bodyType }: OofMessage): EasElement =>
  el('Settings', 'OofMessage', [
    el('Settings', audienceElement[audience]),
    el('Settings', 'Enabled', isEnabled),
    optional('Settings', 'ReplyMessage', replyMessage),
    optional('Settings', 'BodyType', bodyType),
  ]);
