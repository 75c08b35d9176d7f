import { expect, it } from 'vitest';
import { platformOf } from '@/components/policies/platform-of';

it.each([
  ['iPhone', 'iOS 18.5 22F76', 'Apple-iPhone15C4/2206.76', 'ios'],
  ['iPad', null, null, 'ios'],
  ['Android', null, 'Android-Mail/2025.01', 'android'],
  ['SAMSUNGSMG991B', null, 'SAMSUNG-SM-G991B/101.14', 'android'],
  ['Pixel9', 'Android 15', null, 'android'],
  ['WindowsOutlook15', null, 'Outlook/16.0', null],
  ['BlackBerry', null, null, null],
] as const)('%s with %s and %s is %s', (deviceType, os, userAgent, platform) => {
  expect(platformOf({ deviceType, os, userAgent })).toBe(platform);
});
