import type { DeviceInformationInput } from '@/lib/domain/devices/record-device-information';

/** A phone that the fleet cannot play, since it has been silent for longer than the demo runs. Owners are made up. */
export type DemoPhone = {
  mailbox: string;
  easDeviceId: string;
  deviceType: string;
  protocolVersion: string;
  userAgent: string;
  information: DeviceInformationInput;
  address: string;
  firstContactDaysAgo: number;
  lastContactDaysAgo: number;
  /** Fetches its policy again and again, and never says that it applies it. */
  isLooping?: boolean;
};

const mobile = { mobileOperator: 'Northern Telecom', enableOutboundSms: false };

export const demoPhones = {
  /** Asleep with a wipe waiting for it. */
  lost: {
    mailbox: 'marta.silva@example.com',
    easDeviceId: 'K7D2QH5RM14NV8A3T0WXJ6PB9C',
    deviceType: 'iPhone',
    protocolVersion: '16.1',
    userAgent: 'Apple-iPhone14C5/2107.93',
    information: {
      ...mobile,
      model: 'iPhone14C5',
      friendlyName: 'Marta’s iPhone 13',
      os: 'iOS 17.6 21G93',
      osLanguage: 'pt',
      imei: '352094101834279',
      phoneNumber: '+15550148213',
    },
    address: '198.51.100.24',
    firstContactDaysAgo: 80,
    lastContactDaysAgo: 3,
  },
  /** In a drawer. */
  forgotten: {
    mailbox: 'peter.lang@example.com',
    easDeviceId: 'SEC1B40C7F9D2E3A',
    deviceType: 'SAMSUNGSMG960F',
    protocolVersion: '14.1',
    userAgent: 'Android-SAMSUNG-SM-G960F/101.10',
    information: {
      ...mobile,
      model: 'SM-G960F',
      friendlyName: 'Peter’s Galaxy S9',
      os: 'Android 10',
      osLanguage: 'de',
      imei: '357425090217346',
      phoneNumber: '+15550129077',
    },
    address: '203.0.113.81',
    firstContactDaysAgo: 88,
    lastContactDaysAgo: 47,
  },
  /** Wiped, and has said so. */
  wiped: {
    mailbox: 'noor.hassan@example.com',
    easDeviceId: 'F3M8ZB1YQ6L0RK2D9HT5VN7XWA',
    deviceType: 'iPhone',
    protocolVersion: '16.1',
    userAgent: 'Apple-iPhone12C8/2108.5100',
    information: {
      ...mobile,
      model: 'iPhone12C8',
      friendlyName: 'Noor’s iPhone SE',
      os: 'iOS 18.1 22B83',
      osLanguage: 'en',
    },
    address: '192.0.2.190',
    firstContactDaysAgo: 75,
    lastContactDaysAgo: 12,
  },
  /** Of somebody who left; too old to be told to remove the account. */
  left: {
    mailbox: 'tomas.vidal@example.com',
    easDeviceId: 'androidc1893402617',
    deviceType: 'Android',
    protocolVersion: '14.1',
    userAgent: 'Android/9-EAS-2.0',
    information: { ...mobile, model: 'Nokia 6.1', friendlyName: 'Tomás’s Nokia', os: 'Android 9', osLanguage: 'es' },
    address: '203.0.113.14',
    firstContactDaysAgo: 70,
    lastContactDaysAgo: 20,
  },
  /** Refused by hand. */
  refused: {
    mailbox: 'ingrid.solberg@example.com',
    easDeviceId: '6A0E51D7C3B94F28A1E6D07B52C8F943',
    deviceType: 'WindowsOutlook15',
    protocolVersion: '14.1',
    userAgent: 'Microsoft.Outlook.15',
    information: { model: 'Outlook for Windows', friendlyName: 'FAMILY-PC', os: 'Windows 10', osLanguage: 'nb' },
    address: '198.51.100.133',
    firstContactDaysAgo: 9,
    lastContactDaysAgo: 5,
  },
  /** Has not heard of the policy's latest change. */
  behind: {
    mailbox: 'lev.aronov@example.com',
    easDeviceId: 'B5T9WK3C7HV1XN6E0QR4ZJ8MDL',
    deviceType: 'iPad',
    protocolVersion: '16.1',
    userAgent: 'Apple-iPad13C18/2107.93',
    information: { model: 'iPad13C18', friendlyName: 'Warehouse iPad 2', os: 'iPadOS 17.6 21G93', osLanguage: 'en' },
    address: '192.0.2.61',
    firstContactDaysAgo: 60,
    lastContactDaysAgo: 4,
  },
  /** Speaks 2.5 and nothing newer. */
  handheld: {
    mailbox: 'stocktaking@example.com',
    easDeviceId: 'BAD73E6E02156460E800185977C03182',
    deviceType: 'PocketPC',
    protocolVersion: '2.5',
    userAgent: 'MSFT-PPC/5.2.5082',
    information: {},
    address: '192.0.2.66',
    firstContactDaysAgo: 56,
    lastContactDaysAgo: 1.6,
  },
  /** Of somebody from another company. */
  partner: {
    mailbox: 'freya.berg@partners.example.net',
    easDeviceId: 'H2C9XQ4W7ZN1MB6T0VJ5KD8RLF',
    deviceType: 'iPhone',
    protocolVersion: '16.1',
    userAgent: 'Apple-iPhone14C6/2206.76',
    information: {
      ...mobile,
      model: 'iPhone14C6',
      friendlyName: 'Freya’s iPhone SE',
      os: 'iOS 18.5 22F76',
      osLanguage: 'da',
    },
    address: '198.51.100.19',
    firstContactDaysAgo: 28,
    lastContactDaysAgo: 0.5,
  },
  /** On the wall beside a door. */
  room: {
    mailbox: 'room-aalto@example.com',
    easDeviceId: 'V6L0PD3YB9QC5GX1NW7RT2HJ4S',
    deviceType: 'iPad',
    protocolVersion: '16.1',
    userAgent: 'Apple-iPad13C18/2206.76',
    information: { model: 'iPad13C18', friendlyName: 'Room Aalto', os: 'iPadOS 18.5 22F76', osLanguage: 'en' },
    address: '192.0.2.88',
    firstContactDaysAgo: 49,
    lastContactDaysAgo: 0.2,
  },
} as const satisfies Record<string, DemoPhone>;
