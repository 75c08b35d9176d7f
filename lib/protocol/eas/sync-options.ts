import { type BodyPreferences, readBodyPreferences, writeBodyPreferences } from '@/lib/protocol/eas/body-preference';
import { readBoolean, readInteger, readText } from '@/lib/protocol/eas/fields';
import { LEGACY_VERSION, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { syncStatus } from '@/lib/protocol/eas/sync-status';
import { type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

// Who reads options needs these names with them.
export { type BodyPreference, bodyType } from '@/lib/protocol/eas/body-preference';

/** How a client wants the items of a collection. A new block replaces the whole one before it. */
export interface SyncOptions extends BodyPreferences {
  /** From 14.0 on, to tell a block for SMS from the one for mail. */
  readonly class?: string;
  readonly filterType?: number;
  /** 1, the default: the server's version wins. */
  readonly conflict?: 0 | 1;
  /** 0 never MIME, 1 for signed and encrypted mail, 2 always. */
  readonly mimeSupport?: 0 | 1 | 2;
  readonly mimeTruncation?: number;
  /** Of the body as text, only in 2.5: 0 nothing of it to 9 all of it. */
  readonly truncation?: number;
  readonly maxItems?: number;
  readonly supportsRightsManagement?: boolean;
}

const status = syncStatus.protocolError;
const MAX_FILTER_TYPE = 8;
const MAX_MIME_TRUNCATION = 8;
const MAX_TRUNCATION = 9;

/**
 * One Options element. 2.5 has Truncation where later versions have preferences for bodies.
 *
 * @throws EasFormatError with Status 4
 * @see [MS-ASCMD] 2.2.3.125.6 Options (Sync)
 */
export function readSyncOptions(element: EasElement, version?: ProtocolVersion): SyncOptions {
  const isLegacy = version === LEGACY_VERSION;
  const conflict = readInteger(element, { name: 'Conflict', status, max: 1 });
  const mimeSupport = readInteger(element, { name: 'MIMESupport', status, max: 2 });
  return {
    class: readText(element, { name: 'Class', status }),
    filterType: readInteger(element, { name: 'FilterType', status, max: MAX_FILTER_TYPE }),
    ...(isLegacy ? { bodyPreferences: [], bodyPartPreferences: [] } : readBodyPreferences(element, status)),
    ...(isLegacy && { truncation: readInteger(element, { name: 'Truncation', status, max: MAX_TRUNCATION }) }),
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

const classesOfMail = new Set([undefined, 'EMAIL', 'SMS']);

/**
 * Whether a collection may have these blocks at once: only mail and SMS can be kept in step together.
 *
 * @see [MS-ASCMD] 2.2.3.27.5 Class (Sync)
 */
export const areForOneFolder = (blocks: readonly { readonly class?: string }[]): boolean =>
  blocks.length < 2 || blocks.every((block) => classesOfMail.has(block.class?.toUpperCase()));

/** One Options element of a client. */
export function writeSyncOptions(options: SyncOptions): EasElement {
  return el('AirSync', 'Options', [
    optional('AirSync', 'FilterType', options.filterType),
    optional('AirSync', 'Class', options.class),
    optional('AirSync', 'Truncation', options.truncation),
    optional('AirSync', 'Conflict', options.conflict),
    optional('AirSync', 'MIMESupport', options.mimeSupport),
    optional('AirSync', 'MIMETruncation', options.mimeTruncation),
    ...writeBodyPreferences(options),
    optional('AirSync', 'MaxItems', options.maxItems),
    optional('RightsManagement', 'RightsManagementSupport', options.supportsRightsManagement),
  ]);
}
