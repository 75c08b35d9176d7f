import { type EasCommand, easCommands, findCommandByCode } from '@/lib/protocol/eas/command';
import { findProtocolVersion, type ProtocolVersion, protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { type EasQueryContext, EasQueryError } from '@/lib/protocol/http/eas-query-error';
import { checkDeviceType, type EasRequestLine, isDeviceId, isProbeId } from '@/lib/protocol/http/eas-request-line';
import { decodePercent } from '@/lib/protocol/http/plain-query';
import { absentPolicyKey, type PolicyKey } from '@/lib/protocol/http/policy-key';

/** The tags of the parameters behind the fixed fields. */
const parameterTag = {
  AttachmentName: 0,
  CollectionId: 1,
  ItemId: 3,
  LongId: 4,
  Occurrence: 6,
  Options: 7,
  User: 8,
} as const;

type ParameterTag = (typeof parameterTag)[keyof typeof parameterTag];

const SAVE_IN_SENT = 0x01;
const ACCEPT_MULTIPART = 0x02;
const KEY_LENGTH = 4;

/** Steps through the fields of a query; each is checked to be there before it is cut out. */
class FieldReader {
  private offset = 0;

  constructor(
    private readonly bytes: Buffer,
    public context: EasQueryContext = {},
  ) {}

  get isAtEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  take(length: number): Buffer {
    const end = this.offset + length;
    if (end > this.bytes.length) throw new EasQueryError('query_truncated', this.context);
    const taken = this.bytes.subarray(this.offset, end);
    this.offset = end;
    return taken;
  }

  byte = (): number => this.take(1).readUInt8();

  counted = (): Buffer => this.take(this.byte());
}

/**
 * Reads the base64 form. Both alphabets, missing padding and percent encoding are accepted. Its fields win over headers
 * of the same meaning, which are not looked at.
 *
 * @throws EasQueryError
 * @see [MS-ASHTTP] 2.2.1.1.1.1 Base64-Encoded Query Value
 */
export function parseBase64Query(query: string): EasRequestLine {
  const reader = new FieldReader(decodeBase64(query));
  const protocolVersion = versionOfByte(reader.byte());
  reader.context = { protocolVersion };
  const command = findCommandByCode(reader.byte());
  if (!command) throw new EasQueryError('command_unknown', reader.context);
  const context = { protocolVersion, command };
  reader.context = context;

  const locale = reader.take(2).readUInt16LE();
  const deviceId = readDeviceId(reader);
  const policyKey = readPolicyKey(reader);
  const deviceType = checkDeviceType(reader.counted().toString('latin1'), context);
  const values = readParameters(reader);
  const options = values.get(parameterTag.Options)?.at(0) ?? 0;
  const text = (tag: ParameterTag) => values.get(tag)?.toString('utf8');
  return {
    form: 'base64',
    ...context,
    user: text(parameterTag.User),
    deviceId,
    isProbe: isProbeId(deviceId),
    deviceType,
    policyKey,
    locale,
    acceptMultipart: (options & ACCEPT_MULTIPART) !== 0,
    parameters: {
      attachmentName: text(parameterTag.AttachmentName),
      collectionId: text(parameterTag.CollectionId),
      itemId: text(parameterTag.ItemId),
      longId: text(parameterTag.LongId),
      occurrence: text(parameterTag.Occurrence),
      saveInSent: (options & SAVE_IN_SENT) !== 0,
    },
  };
}

function decodeBase64(query: string): Buffer {
  const text = decodePercent(query).replaceAll(/[\s=]/g, '');
  if (!/^[\w+/-]+$/.test(text)) throw new EasQueryError('query_unreadable');
  return Buffer.from(text, 'base64'); // Node reads both alphabets
}

/** The version is its digits: 141 is 14.1. This form came with 12.1, so 2.5 is not served in it. */
function versionOfByte(byte: number): ProtocolVersion {
  const version = findProtocolVersion((byte / 10).toFixed(1), protocolVersions);
  if (version) return version;
  const isKnownButOld = byte === 10 || byte === 20 || byte === 21 || byte === 25 || byte === 120;
  throw new EasQueryError(isKnownButOld ? 'version_unsupported' : 'query_unreadable');
}

function readDeviceId(reader: FieldReader): string {
  const bytes = reader.counted();
  if (bytes.length === 0) throw new EasQueryError('device_id_missing', reader.context);
  // The field holds text or the bytes of a GUID. The same device may use the plain form too, so text stays text.
  const text = bytes.toString('latin1');
  return isDeviceId(text) ? text : bytes.toString('hex');
}

function readPolicyKey(reader: FieldReader): PolicyKey {
  const bytes = reader.counted();
  if (bytes.length === 0) return absentPolicyKey;
  if (bytes.length !== KEY_LENGTH) throw new EasQueryError('policy_key_invalid', reader.context);
  return { kind: 'present', value: bytes.readUInt32LE() };
}

function readParameters(reader: FieldReader): Map<number, Buffer> {
  const values = new Map<number, Buffer>();
  while (!reader.isAtEnd) {
    const tag = reader.byte();
    values.set(tag, reader.counted());
  }
  return values;
}

export interface Base64QueryInput {
  readonly protocolVersion: ProtocolVersion;
  readonly command: EasCommand;
  /** Default 0x0409, English (United States). */
  readonly locale?: number;
  readonly deviceId: string;
  readonly deviceType: string;
  /** Undefined: the field is left empty, as by a device that cannot provision. */
  readonly policyKey?: number;
  readonly parameters?: Readonly<Partial<Record<Exclude<keyof typeof parameterTag, 'Options'>, string>>>;
  readonly saveInSent?: boolean;
  readonly acceptMultipart?: boolean;
}

/**
 * What a client puts behind the `?` in the base64 form.
 *
 * @throws RangeError if a field is longer than its one length octet can say
 * @see [MS-ASHTTP] 2.2.1.1.1.1 Base64-Encoded Query Value
 */
export function encodeBase64Query(input: Base64QueryInput): string {
  const { protocolVersion, command, locale = 0x0409, policyKey } = input;
  const head = Buffer.alloc(4);
  head.writeUInt8(Math.round(Number(protocolVersion) * 10), 0);
  head.writeUInt8(easCommands[command].code, 1);
  head.writeUInt16LE(locale, 2);
  const key = Buffer.alloc(policyKey === undefined ? 0 : KEY_LENGTH);
  if (policyKey !== undefined) key.writeUInt32LE(policyKey);
  const options = (input.saveInSent ? SAVE_IN_SENT : 0) | (input.acceptMultipart ? ACCEPT_MULTIPART : 0);
  const parameters = Object.entries(input.parameters ?? {}).flatMap(([name, value]): [number, Buffer][] =>
    // The type of `parameters` allows no other names.
    value === undefined ? [] : [[parameterTag[name as keyof typeof parameterTag], Buffer.from(value)]],
  );
  if (options !== 0) parameters.push([parameterTag.Options, Buffer.of(options)]);
  return Buffer.concat([
    head,
    ...[Buffer.from(input.deviceId, 'latin1'), key, Buffer.from(input.deviceType, 'latin1')].flatMap(withLength),
    ...parameters.flatMap(([tag, value]) => [Buffer.of(tag), ...withLength(value)]),
  ]).toString('base64');
}

function withLength(value: Buffer): Buffer[] {
  if (value.length > 0xff) throw new RangeError(`a field of ${value.length} bytes does not fit`);
  return [Buffer.of(value.length), value];
}
