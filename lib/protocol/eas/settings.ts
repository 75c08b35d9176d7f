import {
  type DeviceInformation,
  readDeviceInformation,
  writeDeviceInformation,
} from '@/lib/protocol/eas/device-information';
import { readText, requireDocument, requireInteger } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  type OofBodyType,
  type OofSettings,
  readBodyType,
  readOofSettings,
  writeOofSettings,
} from '@/lib/protocol/eas/oof';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { readUserInformation, type UserAccount, writeUserInformation } from '@/lib/protocol/eas/user-information';
import { child, type EasElement, el } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.15 Status (Settings) */
export const settingsStatus = {
  success: 1,
  protocolError: 2,
  accessDenied: 3,
  serverUnavailable: 4,
  invalidArguments: 5,
  conflictingArguments: 6,
  /** For DevicePassword: recovery is switched off by the administrator. */
  deniedByPolicy: 7,
} as const;

export type SettingsProperty =
  | 'DeviceInformation'
  | 'DevicePassword'
  | 'UserInformation'
  | 'Oof'
  | 'RightsManagementInformation';

/** One thing asked for or told. `malformed` is answered with its status; the others are not affected. */
export type SettingsQuery =
  | { readonly property: 'DeviceInformation'; readonly action: 'set'; readonly device: DeviceInformation }
  /** An empty password clears the one that is stored. */
  | { readonly property: 'DevicePassword'; readonly action: 'set'; readonly password: string }
  | { readonly property: 'UserInformation' | 'RightsManagementInformation'; readonly action: 'get' }
  | { readonly property: 'Oof'; readonly action: 'get'; readonly bodyType: OofBodyType }
  | { readonly property: 'Oof'; readonly action: 'set'; readonly oof: OofSettings }
  | { readonly property: SettingsProperty; readonly action: 'malformed'; readonly status: number };

export interface SettingsRequest {
  /** In the order of the request, which is also the order of the answer. */
  readonly queries: readonly SettingsQuery[];
}

export interface SettingsAnswer {
  readonly property: SettingsProperty;
  readonly status: number;
  readonly oof?: OofSettings;
  readonly accounts?: readonly UserAccount[];
  /** Rights templates are not offered, so the list is empty. */
  readonly hasTemplates?: boolean;
}

export interface SettingsResponse {
  readonly status: number;
  readonly answers: readonly SettingsAnswer[];
}

const MAX_PASSWORD_LENGTH = 255;

const readers = {
  DeviceInformation: readDeviceInformationQuery,
  DevicePassword: readDevicePasswordQuery,
  UserInformation: (element) => readGet('UserInformation', element),
  Oof: readOofQuery,
  RightsManagementInformation: (element) => readGet('RightsManagementInformation', element),
} as const satisfies Record<SettingsProperty, (element: EasElement) => SettingsQuery>;

/**
 * @throws EasFormatError with Status 2 if nothing is asked for, or something twice
 * @see [MS-ASCMD] 2.2.1.18 Settings
 */
export function readSettingsRequest(element: EasElement): SettingsRequest {
  const status = settingsStatus.protocolError;
  requireDocument(element, 'Settings', status);
  const seen = new Set<SettingsProperty>();
  const queries: SettingsQuery[] = [];
  for (const each of element.children) {
    if (!isProperty(each)) continue;
    if (seen.has(each.name)) throw new EasFormatError('repeated_element', each.name, status);
    seen.add(each.name);
    queries.push(readQuery(each));
  }
  if (queries.length === 0) throw new EasFormatError('missing_element', 'Settings', status);
  return { queries };
}

function isProperty(element: EasElement): element is EasElement & { name: SettingsProperty } {
  return element.namespace === 'Settings' && Object.hasOwn(readers, element.name);
}

function readQuery(element: EasElement & { name: SettingsProperty }): SettingsQuery {
  try {
    return readers[element.name](element);
  } catch (error) {
    if (!(error instanceof EasFormatError)) throw error;
    return { property: element.name, action: 'malformed', status: error.status };
  }
}

function readDeviceInformationQuery(element: EasElement): SettingsQuery {
  const device = readDeviceInformation(element);
  if (!device) throw new EasFormatError('missing_element', 'Set', settingsStatus.protocolError);
  return { property: 'DeviceInformation', action: 'set', device };
}

function readDevicePasswordQuery(element: EasElement): SettingsQuery {
  const set = child(element, 'Set');
  const field = { name: 'Password', status: settingsStatus.invalidArguments, maxLength: MAX_PASSWORD_LENGTH } as const;
  const password = set && readText(set, field);
  if (password === undefined) throw new EasFormatError('missing_element', 'Password', settingsStatus.protocolError);
  return { property: 'DevicePassword', action: 'set', password };
}

function readGet(property: 'UserInformation' | 'RightsManagementInformation', element: EasElement): SettingsQuery {
  if (!child(element, 'Get')) throw new EasFormatError('missing_element', 'Get', settingsStatus.protocolError);
  return { property, action: 'get' };
}

function readOofQuery(element: EasElement): SettingsQuery {
  const get = child(element, 'Get');
  const set = child(element, 'Set');
  const status = settingsStatus.protocolError;
  if (get && set) throw new EasFormatError('conflicting_elements', 'Oof', status);
  if (set) return { property: 'Oof', action: 'set', oof: readOofSettings(set) };
  const bodyType = get && readBodyType(get);
  if (!bodyType) throw new EasFormatError('missing_element', get ? 'BodyType' : 'Get', status);
  return { property: 'Oof', action: 'get', bodyType };
}

/** The request of a client. A `malformed` query has nothing to write and is left out. */
export function writeSettingsRequest({ queries }: SettingsRequest): EasElement {
  return el('Settings', 'Settings', queries.map(writeQuery));
}

function writeQuery(query: SettingsQuery): EasElement | undefined {
  if (query.action === 'malformed') return undefined;
  switch (query.property) {
    case 'DeviceInformation':
      return writeDeviceInformation(query.device);
    case 'DevicePassword':
      return el('Settings', 'DevicePassword', [el('Settings', 'Set', [el('Settings', 'Password', query.password)])]);
    case 'Oof':
      return el('Settings', 'Oof', [
        query.action === 'set'
          ? el('Settings', 'Set', writeOofSettings(query.oof))
          : el('Settings', 'Get', [el('Settings', 'BodyType', query.bodyType)]),
      ]);
    default:
      return el('Settings', query.property, [el('Settings', 'Get')]);
  }
}

/**
 * The document of an answer.
 *
 * @see [MS-ASCMD] 2.2.1.18 Settings
 */
export function writeSettingsResponse({ status, answers }: SettingsResponse, version: ProtocolVersion): EasElement {
  return el('Settings', 'Settings', [
    el('Settings', 'Status', status),
    ...answers.map((answer) =>
      el('Settings', answer.property, [el('Settings', 'Status', answer.status), writeGet(answer, version)]),
    ),
  ]);
}

function writeGet({ oof, accounts, hasTemplates }: SettingsAnswer, version: ProtocolVersion): EasElement | undefined {
  if (oof) return el('Settings', 'Get', writeOofSettings(oof));
  if (accounts) return writeUserInformation(accounts, version);
  if (hasTemplates === undefined) return undefined;
  return el('Settings', 'Get', [el('RightsManagement', 'RightsManagementTemplates')]);
}

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to Settings
 */
export function readSettingsResponse(element: EasElement): SettingsResponse {
  const status = settingsStatus.protocolError;
  requireDocument(element, 'Settings', status);
  return {
    status: requireInteger(element, { name: 'Status', status }),
    answers: element.children.filter(isProperty).map((each): SettingsAnswer => {
      const get = child(each, 'Get');
      return {
        property: each.name,
        status: requireInteger(each, { name: 'Status', status }),
        oof: get && each.name === 'Oof' ? readOofSettings(get) : undefined,
        accounts: get && each.name === 'UserInformation' ? readUserInformation(get) : undefined,
      };
    }),
  };
}
