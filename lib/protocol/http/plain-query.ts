import { findCommandByName } from '@/lib/protocol/eas/command';
import { findProtocolVersion, type ProtocolVersion, protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { EasQueryError } from '@/lib/protocol/http/eas-query-error';
import { checkDeviceType, type EasRequestLine, isDeviceId, isProbeId } from '@/lib/protocol/http/eas-request-line';
import { type EasHeaders, headerValue } from '@/lib/protocol/http/headers';
import { policyKeyOfHeader } from '@/lib/protocol/http/policy-key';

/**
 * Deviates from [MS-ASHTTP] 2.2.1.1.2.6, which requires the header: without it the oldest version is assumed that is
 * always served.
 */
const ASSUMED_VERSION: ProtocolVersion = '12.1';

/** Whether a query is in the plain form. */
export const isPlainQuery = (query: string): boolean => /(?:^|&)(?:cmd|deviceid|devicetype)=/i.test(query);

/**
 * Reads the plain form. Parameters come in any order and case; the first of a name counts.
 *
 * @throws EasQueryError
 * @see [MS-ASHTTP] 2.2.1.1.1.2 Plain Text Query Value
 */
export function parsePlainQuery(
  query: string,
  headers: EasHeaders,
  served: readonly ProtocolVersion[] = protocolVersions,
): EasRequestLine {
  const values = splitQuery(query);
  const name = values.get('cmd');
  if (!name) throw new EasQueryError('command_missing');
  const protocolVersion = versionOf(headers, served);
  const command = findCommandByName(name);
  if (!command) throw new EasQueryError('command_unknown', { protocolVersion });

  const context = { command, protocolVersion };
  const deviceId = values.get('deviceid');
  if (!deviceId) throw new EasQueryError('device_id_missing', context);
  if (!isDeviceId(deviceId)) throw new EasQueryError('device_id_invalid', context);
  return {
    form: 'plain',
    ...context,
    user: values.get('user') || undefined,
    deviceId,
    isProbe: isProbeId(deviceId),
    deviceType: checkDeviceType(values.get('devicetype'), context),
    policyKey: policyKeyOfHeader(headerValue(headers, 'x-ms-policykey')),
    acceptMultipart: isTrue(headerValue(headers, 'ms-asacceptmultipart')),
    parameters: {
      attachmentName: values.get('attachmentname'),
      collectionId: values.get('collectionid'),
      itemId: values.get('itemid'),
      longId: values.get('longid'),
      occurrence: values.get('occurrence'),
      saveInSent: isTrue(values.get('saveinsent')),
    },
  };
}

const isTrue = (value: string | undefined): boolean => value?.trim().toUpperCase() === 'T';

function versionOf(headers: EasHeaders, served: readonly ProtocolVersion[]): ProtocolVersion {
  const header = headerValue(headers, 'ms-asprotocolversion');
  if (header === undefined || header.trim() === '') return ASSUMED_VERSION;
  const version = findProtocolVersion(header, served);
  if (!version) throw new EasQueryError('version_unsupported');
  return version;
}

function splitQuery(query: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of query.split('&')) {
    const equals = part.indexOf('=');
    if (equals === -1) continue;
    const name = part.slice(0, equals).toLowerCase();
    if (!values.has(name)) values.set(name, decodePercent(part.slice(equals + 1)));
  }
  return values;
}

/** A URI, not a form: `+` is a plus sign. Text that is no valid percent encoding is taken as it stands. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // some clients put raw `%` or Latin-1 octets here
  }
}

/** What a client puts behind the `?`. */
export function encodePlainQuery(line: {
  readonly command: string;
  readonly user: string;
  readonly deviceId: string;
  readonly deviceType: string;
  /** Those that are undefined are left out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}): string {
  const { command, user, deviceId, deviceType, parameters } = line;
  const pairs = Object.entries({ Cmd: command, User: user, DeviceId: deviceId, DeviceType: deviceType, ...parameters });
  return pairs
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}
