import type { DeviceInformation } from '@/lib/protocol/eas/device-information';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';

/** How a mail app makes up its device id. */
export type DeviceIdStyle = 'apple' | 'samsung' | 'android' | 'nine' | 'outlook' | 'windows' | 'blackberry';

/** One make of phone with its mail app: everything it says about itself. */
export interface PhoneProfile {
  /** As people call it. */
  readonly name: string;
  readonly deviceType: string;
  readonly userAgent: string;
  /** What the mail app speaks; it takes the newest that the engine offers too. */
  readonly protocolVersions: readonly ProtocolVersion[];
  readonly device: DeviceInformation;
  readonly queryForm: 'plain' | 'base64';
  readonly idStyle: DeviceIdStyle;
  /** Whether it is a telephone, with a number and an IMEI. */
  readonly hasSim: boolean;
}
