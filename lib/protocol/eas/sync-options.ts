import { readBoolean, readInteger, readText, requireInteger } from '@/lib/protocol/eas/fields';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
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

/** How a client wants the items of a collection. A new block replaces the whole one before it. */
export interface SyncOptions {
  /** From 14.0 on, to tell a block for SMS from the one for mail. */
  readonly class?: string;
  readonly filterType?: number;
  readonly bodyPreferences: readonly BodyPreference[];
  readonly bodyPartPreferences: readonly BodyPreference[];
  /** 1, the default: the server's version wins. */
  readonly conflict?: 0 | 1;
  /** 0 never MIME, 1 for signed and encrypted mail, 2 always. */
  readonly mimeSupport?: 0 | 1 | 2;
  readonly mimeTruncation?: number;
  readonly maxItems?: number;
  readonly supportsRightsManagement?: boolean;
}

const status = syncStatus.protocolError;
const MAX_PREVIEW = 255;
const MAX_FILTER_TYPE = 8;
const MAX_MIME_TRUNCATION = 8;

/**
 * One Options element.
 *
 * @throws EasFormatError with Status 4
 * @see [MS-ASCMD] 2.2.3.125.6 Options (Sync)
 */
export function readSyncOptions(element: EasElement): SyncOptions {
  const conflict = readInteger(element, { name: 'Conflict', status, max: 1 });
  const mimeSupport = readInteger(element, { name: 'MIMESupport', status, max: 2 });
  return {
    class: readText(element, { name: 'Class', status }),
    filterType: readInteger(element, { name: 'FilterType', status, max: MAX_FILTER_TYPE }),
    bodyPreferences: children(element, 'BodyPreference', 'AirSyncBase').map(readBodyPreference),
    bodyPartPreferences: children(element, 'BodyPartPreference', 'AirSyncBase').map(readBodyPreference),
    conflict: conflict as 0 | 1 | undefined, // the range was checked
    mimeSupport: mimeSupport as 0 | 1 | 2 | undefined, // the range was checked
    mimeTruncation: readInteger(element, { name: 'MIMETruncation', status, max: MAX_MIME_TRUNCATION }),
    maxItems: readInteger(element, { name: 'MaxItems', status }),
    supportsRightsManagement: readBoolean(element, {
      name: 'RightsManagementSupport',
      namespace: 'RightsManagement',
      status,
    }),
  };
}

function readBodyPreference(element: EasElement): BodyPreference {
  return {
    type: requireInteger(element, { name: 'Type', status, min: 1, max: 4 }) as 1 | 2 | 3 | 4, // the range was checked
    truncationBytes: readInteger(element, { name: 'TruncationSize', status }),
    allOrNone: readBoolean(element, { name: 'AllOrNone', status }) ?? false,
    preview: readInteger(element, { name: 'Preview', status, max: MAX_PREVIEW }),
  };
}

/** One Options element of a client. */
export function writeSyncOptions(options: SyncOptions): EasElement {
  return el('AirSync', 'Options', [
    optional('AirSync', 'FilterType', options.filterType),
    optional('AirSync', 'Class', options.class),
    optional('AirSync', 'Conflict', options.conflict),
    optional('AirSync', 'MIMESupport', options.mimeSupport),
    optional('AirSync', 'MIMETruncation', options.mimeTruncation),
    ...options.bodyPreferences.map((each) => el('AirSyncBase', 'BodyPreference', preferenceContent(each))),
    ...options.bodyPartPreferences.map((each) => el('AirSyncBase', 'BodyPartPreference', preferenceContent(each))),
    optional('AirSync', 'MaxItems', options.maxItems),
    optional('RightsManagement', 'RightsManagementSupport', options.supportsRightsManagement),
  ]);
}

const preferenceContent = ({ type, truncationBytes, allOrNone, preview }: BodyPreference) => [
  el('AirSyncBase', 'Type', type),
  optional('AirSyncBase', 'TruncationSize', truncationBytes),
  allOrNone && el('AirSyncBase', 'AllOrNone', true),
  optional('AirSyncBase', 'Preview', preview),
];
