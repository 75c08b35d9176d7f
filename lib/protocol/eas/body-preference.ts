import { readBoolean, readInteger, requireInteger } from '@/lib/protocol/eas/fields';
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
 * @throws EasFormatError with this status
 */
export const readBodyPreferences = (options: EasElement, status: number): BodyPreferences => ({
  bodyPreferences: children(options, 'BodyPreference', 'AirSyncBase').map((each) => readPreference(each, status)),
  bodyPartPreferences: children(options, 'BodyPartPreference', 'AirSyncBase').map((each) =>
    readPreference(each, status),
  ),
});

function readPreference(element: EasElement, status: number): BodyPreference {
  return {
    type: requireInteger(element, { name: 'Type', status, min: 1, max: 4 }) as 1 | 2 | 3 | 4, // the range was checked
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
