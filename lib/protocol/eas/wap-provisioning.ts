import { readXml, type XmlElement } from '@/lib/protocol/autodiscover/read-xml';
import { writeXmlElement, type XmlNode } from '@/lib/protocol/autodiscover/write-xml';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { carriedSettings } from '@/lib/protocol/eas/provision-document';
import type { ProvisionSettings } from '@/lib/protocol/eas/provision-settings';

// Implementation notes
// - Windows Mobile 5 and 6 have no EASProvisionDoc. Their policy is a text in the XML of their configuration service
//   providers: one security policy, and values of the registry.
// - The names of the parameters and where they stand are those of [MS-ASPROV] 2.2.2.24.2, and no others are written.
//   Windows Mobile has more security policies; whether it takes them from a mail server is not known.
// - Every parameter that a policy may have set before is written with the value that lifts it, so that what was
//   withdrawn on the server is unset on the device. CodewordFrequency is the exception: no value is known that lifts it,
//   and where it stands without a threshold it only makes the owner copy a word now and then.

/** A parameter of the document: where it stands, its name, and its value as text. */
export interface WapParameter {
  /** Types of the characteristics around it, from the outside. */
  readonly path: readonly string[];
  readonly name: string;
  readonly value: string;
}

const LASSD = 'HKLM\\Comm\\Security\\Policy\\LASSD';
const securityPolicy = ['SecurityPolicy'] as const;
const attempts = ['Registry', LASSD] as const;
/** The event whose id this is: no touch for a while. */
const inactivity = ['Registry', `${LASSD}\\AE\\{50C13377-C66D-400C-889E-C316FC4AB374}`] as const;
const password = ['Registry', `${LASSD}\\LAP\\lap_pw`] as const;

/** Whether a password is required; 0 is yes. */
const PASSWORD_REQUIRED = '4131';
/** From here on MaxInactivityTimeDeviceLock means never. */
const NEVER_SECONDS = 9999;
const SECONDS_PER_MINUTE = 60;
/** The local wipe is off. The other value for that, 4294967295, is more than some clients can read. */
const NO_THRESHOLD = '0';
const NO_MINIMUM = '1';
const complexity = { strong: '0', any: '2' } as const;

/**
 * What a device of 2.5 is told, in the order of the document: equal lists mean equal policies to that device. A policy
 * key stands for a hash over this list.
 *
 * @throws EasFormatError as `carriedSettings`
 * @see [MS-ASPROV] 2.2.2.24.2 Data (string Data Type)
 */
export function wapParameters(settings: ProvisionSettings): readonly WapParameter[] {
  const carried = new Map(carriedSettings(settings, LEGACY_VERSION));
  const isRequired = carried.get('DevicePasswordEnabled') === '1';
  // Without a password no other setting about passwords counts, and what was told of them before is lifted.
  const told = (name: keyof ProvisionSettings) => (isRequired ? String(carried.get(name) ?? '') : '');
  const minutes = minutesOf(told('MaxInactivityTimeDeviceLock'));
  const threshold = told('MaxDevicePasswordFailedAttempts');
  const isStrong = told('AlphanumericDevicePasswordRequired') === '1';
  return [
    { path: securityPolicy, name: PASSWORD_REQUIRED, value: isRequired ? '0' : '1' },
    { path: inactivity, name: 'AEFrequencyType', value: minutes === null ? '0' : '1' },
    ...(minutes === null ? [] : [{ path: inactivity, name: 'AEFrequencyValue', value: String(minutes) }]),
    { path: attempts, name: 'DeviceWipeThreshold', value: threshold || NO_THRESHOLD },
    ...(threshold === '' ? [] : [{ path: attempts, name: 'CodewordFrequency', value: codewordFrequency(threshold) }]),
    { path: password, name: 'MinimumPasswordLength', value: told('MinDevicePasswordLength') || NO_MINIMUM },
    { path: password, name: 'PasswordComplexity', value: isStrong ? complexity.strong : complexity.any },
  ];
}

/** Whole minutes, and never more than was asked for, save that there is nothing below one. */
function minutesOf(seconds: string): number | null {
  if (seconds === '' || Number(seconds) >= NEVER_SECONDS) return null;
  return Math.max(1, Math.floor(Number(seconds) / SECONDS_PER_MINUTE));
}

/** Half-way to the wipe the owner has to copy a word, so that keys pressed in a pocket do not erase the phone. */
const codewordFrequency = (threshold: string): string => String(Math.floor(Number(threshold) / 2));

/**
 * The text for a device of 2.5, on one line.
 *
 * @throws EasFormatError as `carriedSettings`
 * @see [MS-ASPROV] 2.2.2.24.2 Data (string Data Type)
 */
export function writeWapProvisioning(settings: ProvisionSettings): string {
  const content = nodesOf(wapParameters(settings));
  return writeXmlElement({ name: 'wap-provisioningdoc', content });
}

function nodesOf(parameters: readonly WapParameter[]): XmlNode[] {
  const types = [...new Set(parameters.flatMap(({ path }) => path[0] ?? []))];
  const own = parameters.filter(({ path }) => path.length === 0);
  return [
    ...own.map(({ name, value }) => ({ name: 'parm', attributes: { name, value } })),
    ...types.map((type) => {
      const inside = parameters.filter(({ path }) => path[0] === type);
      const content = nodesOf(inside.map((each) => ({ ...each, path: each.path.slice(1) })));
      return { name: 'characteristic', attributes: { type }, content };
    }),
  ];
}

/**
 * Reads a text, as a client. What is no parameter is left out.
 *
 * @throws XmlError if it is no XML
 */
export function readWapProvisioning(xml: string): WapParameter[] {
  const root = readXml(Buffer.from(xml));
  return root.name === 'wap-provisioningdoc' ? parametersIn(root, []) : [];
}

function parametersIn(element: XmlElement, path: readonly string[]): WapParameter[] {
  return element.children.flatMap((each) => {
    if (each.name === 'characteristic') return parametersIn(each, [...path, each.attributes?.get('type') ?? '']);
    const [name, value] = [each.attributes?.get('name'), each.attributes?.get('value')];
    return each.name === 'parm' && name !== undefined && value !== undefined ? [{ path, name, value }] : [];
  });
}

/** The settings that a text stands for, as a client puts them in force. */
export function settingsOfWap(xml: string): Partial<ProvisionSettings> {
  const values = new Map(readWapProvisioning(xml).map(({ name, value }) => [name, value]));
  const minutes = values.get('AEFrequencyType') === '1' ? Number(values.get('AEFrequencyValue')) : null;
  const attemptsLeft = Number(values.get('DeviceWipeThreshold') ?? NO_THRESHOLD);
  const length = Number(values.get('MinimumPasswordLength') ?? NO_MINIMUM);
  return {
    DevicePasswordEnabled: values.get(PASSWORD_REQUIRED) === '0',
    AlphanumericDevicePasswordRequired: values.get('PasswordComplexity') === complexity.strong,
    MinDevicePasswordLength: length > 1 ? length : null,
    MaxInactivityTimeDeviceLock: minutes === null ? null : minutes * SECONDS_PER_MINUTE,
    MaxDevicePasswordFailedAttempts: attemptsLeft > 0 ? attemptsLeft : null,
  };
}
