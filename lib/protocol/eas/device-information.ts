import { child, type EasElement, el, optional, text } from '@/lib/protocol/wbxml/element';

/** What a device says about itself. Everything is free text that the device chose: for display, never for security. */
export interface DeviceInformation {
  readonly model?: string;
  readonly imei?: string;
  readonly friendlyName?: string;
  readonly os?: string;
  readonly osLanguage?: string;
  readonly phoneNumber?: string;
  readonly userAgent?: string;
  readonly enableOutboundSms?: boolean;
  readonly mobileOperator?: string;
}

const MAX_LENGTH = 1024;

/**
 * The values of a DeviceInformation element, each cut to 1024 characters; empty ones are left out. Nothing in here is
 * worth refusing a device for, so nothing throws. Null if there is no Set.
 *
 * @see [MS-ASCMD] 2.2.3.45 DeviceInformation
 */
export function readDeviceInformation(element: EasElement): DeviceInformation | null {
  const set = child(element, 'Set');
  if (!set) return null;
  const value = (name: Parameters<typeof text>[1]) => text(set, name)?.trim().slice(0, MAX_LENGTH) || undefined;
  const sms = text(set, 'EnableOutboundSMS')?.trim();
  return withoutUndefined({
    model: value('Model'),
    imei: value('IMEI'),
    friendlyName: value('FriendlyName'),
    os: value('OS'),
    osLanguage: value('OSLanguage'),
    phoneNumber: value('PhoneNumber'),
    userAgent: value('UserAgent'),
    enableOutboundSms: sms === undefined ? undefined : sms === '1' || sms === '',
    mobileOperator: value('MobileOperator'),
  });
}

/** The element a client sends, in the order of the schema. */
export function writeDeviceInformation(device: DeviceInformation): EasElement {
  return el('Settings', 'DeviceInformation', [
    el('Settings', 'Set', [
      optional('Settings', 'Model', device.model),
      optional('Settings', 'IMEI', device.imei),
      optional('Settings', 'FriendlyName', device.friendlyName),
      optional('Settings', 'OS', device.os),
      optional('Settings', 'OSLanguage', device.osLanguage),
      optional('Settings', 'PhoneNumber', device.phoneNumber),
      optional('Settings', 'UserAgent', device.userAgent),
      optional('Settings', 'EnableOutboundSMS', device.enableOutboundSms),
      optional('Settings', 'MobileOperator', device.mobileOperator),
    ]),
  ]);
}

/** Drops what was not sent, so that a stored value is not overwritten by nothing. */
function withoutUndefined(device: DeviceInformation): DeviceInformation {
  return Object.fromEntries(Object.entries(device).filter(([, value]) => value !== undefined));
}
