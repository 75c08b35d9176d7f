import { readBoolean, readInteger, requireInteger } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { commonStatus } from '@/lib/protocol/eas/status';
import { children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASAIRS] 2.2.2.12 BodyPreference: the form of a body. */
export const bodyType = { text: 1, html: 2, rtf: 3, mime: 4 } as const;

export interface BodyPreference {
  readonly type: 1 | 2 | 3 | 4;
  readonly truncationBytes?: number;
  /** With a limit: the whole body or none, and then the next preference. */
  readonly allOrNone: boolean;
  /** Characters of plain text to show in a list. */
  readonly preview?: number;
}

/** How a client wants bodies. `bodyPartPreferences`, from 14.1 on, are for the part that is new in a conversation. */
export interface BodyPreferences {
  readonly bodyPreferences: readonly BodyPreference[];
  readonly bodyPartPreferences: readonly BodyPreference[];
}

const MAX_PREVIEW = 255;

/**
 * The preferences in an Options element.
 *
 * @throws EasFormatError with this status; with 164 for a part of a conversation that is to be anything but HTML
 * @see [MS-ASAIRS] 3.2.5.1 Validating XML
 */
export function readBodyPreferences(options: EasElement, status: number): BodyPreferences {
  const bodyPreferences = children(options, 'BodyPreference', 'AirSyncBase').map((each) => {
    const type = requireInteger(each, { name: 'Type', status, min: 1, max: 4 });
    return readPreference(each, type as 1 | 2 | 3 | 4, status); // the range was checked
  });
  if (new Set(bodyPreferences.map(({ type }) => type)).size < bodyPreferences.length) {
    throw new EasFormatError('repeated_element', 'BodyPreference', status);
  }
  const bodyPartPreferences = children(options, 'BodyPartPreference', 'AirSyncBase').map((each) => {
    const type = requireInteger(each, { name: 'Type', status });
    if (type !== bodyType.html) {
      throw new EasFormatError('out_of_range', 'Type', commonStatus.bodyPartPreferenceNotSupported);
    }
    return readPreference(each, type, status);
  });
  return { bodyPreferences, bodyPartPreferences };
}

function readPreference(element: EasElement, type: BodyPreference['type'], status: number): BodyPreference {
  const nested = children(element, element.name === 'BodyPreference' ? 'BodyPreference' : 'BodyPartPreference');
  if (nested.length > 0) throw new EasFormatError('conflicting_elements', element.name, status);
  const once = ['Type', 'TruncationSize', 'AllOrNone', 'Preview'] as const;
  const repeated = once.find((name) => children(element, name).length > 1);
  if (repeated) throw new EasFormatError('repeated_element', repeated, status);
  return {
    type,
    truncationBytes: readInteger(element, { name: 'TruncationSize', status }),
    allOrNone: readBoolean(element, { name: 'AllOrNone', status }) ?? false,
    preview: readInteger(element, { name: 'Preview', status, max: MAX_PREVIEW }),
  };
}

/** What a client puts into Options. */
export const writeBodyPreferences = ({ bodyPreferences, bodyPartPreferences }: BodyPreferences): EasElement[] => [
  ...bodyPreferences.map((each) => el('AirSyncBase', 'BodyPreference', preferenceContent(each))),
  ...bodyPartPreferences.map((each) => el('AirSyncBase', 'BodyPartPreference', preferenceContent(each))),
];

const preferenceContent = ({ type, truncationBytes, allOrNone, preview }: BodyPreference) => [
  el('AirSyncBase', 'Type', type),
  optional('AirSyncBase', 'TruncationSize', truncationBytes),
  allOrNone && el('AirSyncBase', 'AllOrNone', true),
  optional('AirSyncBase', 'Preview', preview),
];
