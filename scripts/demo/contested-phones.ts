import type { DemoPhone } from './phones';

const mobile = { mobileOperator: 'CityCell', enableOutboundSms: false };

/** Nadia's, before and after she set up her account anew: the same phone under another DeviceId. */
const nadiasPhone = {
  mailbox: 'nadia.rousseau@example.com',
  deviceType: 'SAMSUNGSMG920F',
  protocolVersion: '14.1',
  userAgent: 'Android-SAMSUNG-SM-G920F/101.60001',
  information: {
    ...mobile,
    model: 'SM-G920F',
    friendlyName: 'Nadia’s Galaxy S6',
    os: 'Android 6.0.1',
    osLanguage: 'fr',
    imei: '353918070246171',
    phoneNumber: '+15550171904',
  },
  address: '203.0.113.57',
} as const;

/** Phones about which there is something to decide, or was. Owners are made up. */
export const contestedPhones = {
  /** Allowed by hand though it is old. */
  tolerated: {
    ...nadiasPhone,
    easDeviceId: 'SEC2A7F04C91D6B38',
    firstContactDaysAgo: 44,
    lastContactDaysAgo: 0.6,
  },
  /** The same one again, and so in quarantine. */
  returning: {
    ...nadiasPhone,
    easDeviceId: 'SEC9E13B5D80F2C64',
    firstContactDaysAgo: 0.4,
    lastContactDaysAgo: 0.05,
  },
  /** In quarantine: too old. */
  old: {
    mailbox: 'sven.holm@example.com',
    easDeviceId: 'androidc1340776259',
    deviceType: 'Android',
    protocolVersion: '14.1',
    userAgent: 'Android/5.1.1-EAS-2.0',
    information: { ...mobile, model: 'Moto G', friendlyName: 'Sven’s Moto G', os: 'Android 5.1.1', osLanguage: 'sv' },
    address: '198.51.100.77',
    firstContactDaysAgo: 1.2,
    lastContactDaysAgo: 0.1,
  },
  /** In quarantine: a mail app that nobody has checked. */
  unchecked: {
    mailbox: 'elsa.brunner@example.com',
    easDeviceId: '54595045A1C04E7793D2B8F6',
    deviceType: 'Android',
    protocolVersion: '16.1',
    userAgent: 'TypeMail/2.1.4 (Pixel 7a; Android 14)',
    information: { ...mobile, model: 'Pixel 7a', friendlyName: 'Elsa’s Pixel 7a', os: 'Android 14', osLanguage: 'de' },
    address: '192.0.2.143',
    firstContactDaysAgo: 2.1,
    lastContactDaysAgo: 0.2,
  },
  /** Blocked by a rule: calls from a network that nobody is to work in. */
  abroad: {
    mailbox: 'kofi.asante@example.com',
    easDeviceId: 'W8V2NC6JQ1ZB0K5RT9HX3MD7PL',
    deviceType: 'iPhone',
    protocolVersion: '16.1',
    userAgent: 'Apple-iPhone15C4/2206.76',
    information: {
      ...mobile,
      model: 'iPhone15C4',
      friendlyName: 'Kofi’s iPhone 15',
      os: 'iOS 18.5 22F76',
      osLanguage: 'en',
    },
    address: '203.0.113.201',
    firstContactDaysAgo: 3.4,
    lastContactDaysAgo: 0.3,
  },
  /** Blocked for a while: asks for the same again and again. */
  busy: {
    mailbox: 'bruno.ferrari@example.com',
    easDeviceId: '6e696e65c40b7713a5d98e02f6',
    deviceType: 'Android',
    protocolVersion: '16.1',
    userAgent: 'Nine/4.9.2',
    information: { ...mobile, model: 'Pixel 6', friendlyName: 'Bruno’s Pixel 6', os: 'Android 13', osLanguage: 'it' },
    address: '192.0.2.178',
    firstContactDaysAgo: 52,
    lastContactDaysAgo: 0.1,
  },
  /** Refused by hand, like the account on it before. */
  refusedAgain: {
    mailbox: 'ingrid.solberg@example.com',
    easDeviceId: 'D41F7B0938C24E6AB5590E83A7C1162F',
    deviceType: 'WindowsOutlook15',
    protocolVersion: '14.1',
    userAgent: 'Microsoft.Outlook.15',
    information: { model: 'Outlook for Windows', friendlyName: 'FAMILY-PC', os: 'Windows 10', osLanguage: 'nb' },
    address: '198.51.100.133',
    firstContactDaysAgo: 2.6,
    lastContactDaysAgo: 2.5,
  },
  /** Fetches its policy and never says that it applies it. */
  looping: {
    mailbox: 'piotr.zielinski@example.com',
    easDeviceId: 'androidc1902254471',
    deviceType: 'Android',
    protocolVersion: '14.1',
    userAgent: 'Android/8.1-EAS-2.0',
    information: { ...mobile, model: 'Nokia 5', friendlyName: 'Piotr’s Nokia 5', os: 'Android 8.1', osLanguage: 'pl' },
    address: '198.51.100.202',
    firstContactDaysAgo: 1.5,
    lastContactDaysAgo: 1.4,
    isLooping: true,
  },
} as const satisfies Record<string, DemoPhone>;
