import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  type DocumentVersion,
  type ProvisionSettingName,
  type ProvisionSettings,
  provisionSettingNames,
  provisionSettingTable,
  type SettingKind,
  type WbxmlDocumentVersion,
} from '@/lib/protocol/eas/provision-settings';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { policyStatus } from '@/lib/protocol/eas/provision';
import { child, children, type EasElement, el, textOf } from '@/lib/protocol/wbxml/element';

/** What 2.5 has a parameter for; see `wap-provisioning.ts`. */
const legacySettings: ReadonlySet<ProvisionSettingName> = new Set([
  'DevicePasswordEnabled',
  'AlphanumericDevicePasswordRequired',
  'MinDevicePasswordLength',
  'MaxInactivityTimeDeviceLock',
  'MaxDevicePasswordFailedAttempts',
]);

/** Which settings a protocol version can carry, in the order of their tokens. */
export const settingsCarriedBy = (version: DocumentVersion): readonly ProvisionSettingName[] =>
  provisionSettingNames.filter((name) =>
    version === LEGACY_VERSION
      ? legacySettings.has(name)
      : Number(version) >= Number(provisionSettingTable[name].since),
  );

/** A setting and its value as on the wire; an empty text is an empty tag, a list its items. */
export type CarriedSetting = readonly [name: ProvisionSettingName, value: string | readonly string[]];

/**
 * The settings that a device of this version is told of, as canonical pairs: equal lists mean equal policies to that
 * device. From 12.0 on they are what stands in the document; 2.5 has its own words for them.
 *
 * @throws EasFormatError `out_of_range` with Policy Status 4 if a value is outside of what the element may hold
 */
export function carriedSettings(settings: ProvisionSettings, version: DocumentVersion): readonly CarriedSetting[] {
  return settingsCarriedBy(version)
    .map((name): CarriedSetting => [name, wireValue(name, settings[name])])
    .filter(([name, value]) => !isLeftOut(name, value));
}

/** An approved list without entries would forbid every application, so it is not sent. */
const isLeftOut = (name: ProvisionSettingName, value: CarriedSetting[1]): boolean =>
  name === 'ApprovedApplicationList' && value.length === 0;

/**
 * The EASProvisionDoc for a device of this version: exactly the settings that it can carry, in the order of the schema,
 * all of them, so that what was withdrawn on the server is unset on the device.
 *
 * @throws EasFormatError as `carriedSettings`
 * @see [MS-ASPROV] 2.2.2.28 EASProvisionDoc
 */
export function writeProvisionDocument(settings: ProvisionSettings, version: WbxmlDocumentVersion): EasElement {
  return el(
    'Provision',
    'EASProvisionDoc',
    carriedSettings(settings, version).map(([name, value]) => {
      if (typeof value === 'string') return el('Provision', name, value);
      const { kind }: { kind: SettingKind } = provisionSettingTable[name];
      const item = kind.type === 'list' ? kind.item : 'ApplicationName';
      return el(
        'Provision',
        name,
        value.map((each) => el('Provision', item, each)),
      );
    }),
  );
}

function wireValue(name: ProvisionSettingName, value: boolean | number | null | readonly string[]): CarriedSetting[1] {
  const { kind }: { kind: SettingKind } = provisionSettingTable[name];
  if (kind.type === 'boolean' && typeof value === 'boolean') return value ? '1' : '0';
  if (kind.type === 'list' && typeof value === 'object' && value !== null) return value;
  if (kind.type === 'integer' && value === null && kind.canBeEmpty) return '';
  if (kind.type === 'integer' && typeof value === 'number' && isInRange(value, kind)) return String(value);
  throw new EasFormatError('out_of_range', name, policyStatus.corrupt);
}

function isInRange(value: number, { min, max, values }: Extract<SettingKind, { type: 'integer' }>): boolean {
  return Number.isInteger(value) && value >= min && value <= max && (values?.includes(value) ?? true);
}

/**
 * The settings in a document, as a client applies them. Unknown or unreadable ones are left out.
 *
 * @see [MS-ASPROV] 2.2.2.28 EASProvisionDoc
 */
export function readProvisionDocument(document: EasElement): Partial<ProvisionSettings> {
  const found = provisionSettingNames.flatMap((name) => {
    const element = child(document, name);
    const value = element && parseValue(name, element);
    return value === undefined ? [] : [[name, value] as const];
  });
  // Each value was parsed by the kind that the table gives its name.
  return Object.fromEntries(found) as Partial<ProvisionSettings>;
}

function parseValue(name: ProvisionSettingName, element: EasElement): boolean | number | null | string[] | undefined {
  const { kind }: { kind: SettingKind } = provisionSettingTable[name];
  if (kind.type === 'list') {
    return children(element, kind.item).map(textOf);
  }
  const value = textOf(element).trim();
  if (kind.type === 'boolean') return value === '' || value === '1' ? true : value === '0' ? false : undefined;
  if (value === '') return kind.canBeEmpty ? null : undefined;
  return /^-?\d{1,10}$/.test(value) ? Number(value) : undefined;
}
