import { isAtLeast, LEGACY_VERSION, type ProtocolVersion, protocolVersions } from '@/lib/protocol/eas/protocol-version';
import type { PhoneProfile } from '@/engine/testing/phone-profile';

const upTo = (newest: ProtocolVersion): ProtocolVersion[] => protocolVersions.filter((each) => isAtLeast(newest, each));

/**
 * Apple Mail names the model with a C for the comma, and the build as major version and two digits for its letter:
 * build 22F76 is 2206.76.
 */
function apple(name: string, model: string, [os, build]: readonly [os: string, build: string]): PhoneProfile {
  const [, major = '', letter = 'A', minor = ''] = /^(\d+)([A-Z])(\d+)$/.exec(build) ?? [];
  const buildNumber = `${major}${String(letter.charCodeAt(0) - 64).padStart(2, '0')}.${minor}`;
  const wireModel = model.replace(',', 'C');
  const isPad = model.startsWith('iPad');
  return {
    name,
    deviceType: isPad ? 'iPad' : 'iPhone',
    userAgent: `Apple-${wireModel}/${buildNumber}`,
    protocolVersions: upTo('16.1'),
    device: {
      model: wireModel,
      friendlyName: name,
      os: `${isPad ? 'iPadOS' : 'iOS'} ${os} ${build}`,
      osLanguage: 'en',
    },
    queryForm: 'plain',
    idStyle: 'apple',
    hasSim: !isPad,
  };
}

/** Samsung Email gives model and Android version: 101.140000 is Android 14. */
function samsung(name: string, model: string, android: number): PhoneProfile {
  return {
    name,
    deviceType: `SAMSUNG${model.replaceAll('-', '')}`,
    userAgent: `SAMSUNG-${model}/101.${android}0000`,
    protocolVersions: upTo('16.1'),
    device: { model, friendlyName: name, os: `Android ${android}`, osLanguage: 'English', enableOutboundSms: false },
    queryForm: 'base64',
    idStyle: 'samsung',
    hasSim: !name.includes('Tab'),
  };
}

const gmail = (name: string, android: number, release: string): PhoneProfile => ({
  name,
  deviceType: 'Android',
  userAgent: `Android-Mail/${release}.Release`,
  protocolVersions: upTo('16.0'),
  device: {
    model: name,
    friendlyName: name,
    os: `Android ${android}`,
    osLanguage: 'English',
    enableOutboundSms: false,
  },
  queryForm: 'plain',
  idStyle: 'android',
  hasSim: true,
});

const nine = (name: string, android: number): PhoneProfile => ({
  name,
  deviceType: 'Android',
  userAgent: 'Nine/4.9.9',
  protocolVersions: upTo('16.1'),
  device: {
    model: name,
    friendlyName: name,
    os: `Android ${android}`,
    osLanguage: 'English',
    enableOutboundSms: false,
  },
  queryForm: 'base64',
  idStyle: 'nine',
  hasSim: true,
});

const outlook = (platform: 'iOS' | 'Android', os: string): PhoneProfile => ({
  name: `Outlook for ${platform}`,
  deviceType: 'Outlook',
  userAgent: `Outlook-${platform}/2.0`,
  protocolVersions: upTo('16.1'),
  device: { model: 'Outlook for iOS and Android', friendlyName: `Outlook for ${platform}`, os },
  queryForm: 'plain',
  idStyle: 'outlook',
  hasSim: false,
});

/** Devices that are still in service, with mail apps that stopped at an older version. */
const veterans: readonly PhoneProfile[] = [
  {
    name: 'Zebra TC57',
    deviceType: 'ZebraTC57',
    userAgent: 'ZebraTC57/8.1.0-EAS-2.0',
    protocolVersions: upTo('12.1'),
    device: { model: 'TC57', friendlyName: 'Zebra TC57', os: 'Android 8.1.0', osLanguage: 'English' },
    queryForm: 'plain',
    idStyle: 'android',
    hasSim: false,
  },
  {
    name: 'Xperia Z5',
    deviceType: 'SonyE6653',
    userAgent: 'SonyE6653/7.1.1-EAS-2.0',
    protocolVersions: upTo('14.1'),
    device: {
      model: 'E6653',
      friendlyName: 'Xperia Z5',
      os: 'Android 7.1.1',
      osLanguage: 'English',
      enableOutboundSms: false,
    },
    queryForm: 'plain',
    idStyle: 'android',
    hasSim: true,
  },
  {
    name: 'Lumia 950',
    deviceType: 'WP8',
    userAgent: 'MSFT-WP/10.0.15254',
    protocolVersions: upTo('14.1'),
    device: { model: 'RM-1104', friendlyName: 'Lumia 950', os: 'Windows Phone 10.0.15254', osLanguage: 'English' },
    queryForm: 'base64',
    idStyle: 'windows',
    hasSim: true,
  },
  {
    name: 'BlackBerry Passport',
    deviceType: 'BlackBerry',
    userAgent: 'BlackBerry-SQW100-1/10.3.3.3216',
    protocolVersions: upTo('14.0'),
    device: { model: 'SQW100-1', friendlyName: 'BlackBerry Passport', os: 'BlackBerry 10.3.3.3216', osLanguage: 'en' },
    queryForm: 'plain',
    idStyle: 'blackberry',
    hasSim: true,
  },
];

/** Speaks 2.5 and nothing else, so it is not among the others: it can connect only where that is switched on. */
export const windowsMobile: PhoneProfile = {
  name: 'Windows Mobile 6 phone',
  deviceType: 'PocketPC',
  userAgent: 'MSFT-PPC/5.2.1622',
  protocolVersions: [LEGACY_VERSION],
  device: { model: 'PocketPC', os: 'Windows Mobile 6' },
  queryForm: 'plain',
  idStyle: 'windows',
  hasSim: true,
};

/** The phones and tablets of a believable organisation. The more often one is listed, the more of it there are. */
export const phoneProfiles: readonly PhoneProfile[] = [
  apple('iPhone 16 Pro', 'iPhone17,1', ['18.6.2', '22G100']),
  apple('iPhone 16', 'iPhone17,3', ['18.6.2', '22G100']),
  apple('iPhone 15', 'iPhone15,4', ['18.5', '22F76']),
  apple('iPhone 15', 'iPhone15,4', ['17.6.1', '21G93']),
  apple('iPhone 13', 'iPhone14,5', ['17.6.1', '21G93']),
  apple('iPhone SE', 'iPhone14,6', ['18.5', '22F76']),
  apple('iPad', 'iPad13,18', ['18.5', '22F76']),
  apple('iPad Pro', 'iPad14,3', ['18.6.2', '22G100']),
  samsung('Galaxy S24', 'SM-S921B', 14),
  samsung('Galaxy S23', 'SM-S911B', 14),
  samsung('Galaxy A54', 'SM-A546B', 13),
  samsung('Galaxy Tab S9', 'SM-X710', 14),
  gmail('Pixel 8', 14, '2025.08.10.793'),
  gmail('Pixel 9', 15, '2025.09.21.812'),
  nine('OnePlus 12', 14),
  outlook('iOS', 'iOS 18.6.2'),
  outlook('Android', 'Android 14'),
  ...veterans,
];
