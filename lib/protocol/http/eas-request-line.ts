import type { EasCommand } from '@/lib/protocol/eas/command';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { type EasQueryContext, EasQueryError } from '@/lib/protocol/http/eas-query-error';
import type { PolicyKey } from '@/lib/protocol/http/policy-key';

/** What a request says before its body, whichever of the two forms it uses. */
export interface EasRequestLine {
  readonly form: 'plain' | 'base64';
  readonly command: EasCommand;
  readonly protocolVersion: ProtocolVersion;
  /** As the client wrote it. For logs only: the credentials say who is calling. */
  readonly user?: string;
  /** As sent; binary ids as lower-case hexadecimal. Compare by `deviceIdKey`. */
  readonly deviceId: string;
  /** A mail app's first look around, under a made-up id: serve it, but keep no device for it. */
  readonly isProbe: boolean;
  readonly deviceType: string;
  readonly policyKey: PolicyKey;
  /** Windows language code, only in the base64 form. */
  readonly locale?: number;
  readonly acceptMultipart: boolean;
  readonly parameters: CommandParameters;
}

/** [MS-ASHTTP] 2.2.1.1.1.2 Plain Text Query Value: parameters of single commands */
export interface CommandParameters {
  readonly attachmentName?: string;
  readonly collectionId?: string;
  readonly itemId?: string;
  readonly longId?: string;
  readonly occurrence?: string;
  readonly saveInSent: boolean;
}

const PROBE_DEVICE_ID = 'validate';
const MAX_DEVICE_TYPE_LENGTH = 128;

/** Ids of one device may differ in case between requests. */
export const deviceIdKey = (deviceId: string): string => deviceId.toLowerCase();

export const isProbeId = (deviceId: string): boolean => deviceIdKey(deviceId) === PROBE_DEVICE_ID;

/**
 * Deviates from [MS-ASHTTP] 2.2.1.1.1.2, which allows 32 letters and digits: ids in use are longer, contain hyphens,
 * underscores or dots, or are a GUID in braces.
 */
export const isDeviceId = (text: string): boolean => /^[\w.{}-]{1,128}$/.test(text);

/**
 * The device type, checked: printable, at most 128 characters.
 *
 * @throws EasQueryError `device_type_missing`, `device_type_invalid`
 */
export function checkDeviceType(text: string | undefined, context: EasQueryContext): string {
  const type = text?.trim();
  if (!type) throw new EasQueryError('device_type_missing', context);
  if (type.length > MAX_DEVICE_TYPE_LENGTH || /\p{Cc}/u.test(type)) {
    throw new EasQueryError('device_type_invalid', context);
  }
  return type;
}
