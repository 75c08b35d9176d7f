import type { Platform } from '@/components/policies/setting-catalog';

/** What a device says of itself. */
export interface DeviceTraits {
  deviceType: string;
  os: string | null;
  userAgent: string | null;
}

const ios = /\b(iphone|ipad|ipod|ios|ipados)\b|^apple-(iphone|ipad|ipod)|^(iphone|ipad|ipod)/i;
const android = /android|^samsung|^sec[0-9a-f]{8}/i;

/** Of which kind the device's mail app is, as far as its own words tell; null: of none that much is known of. */
export function platformOf({ deviceType, os, userAgent }: DeviceTraits): Platform | null {
  const words = [os, deviceType, userAgent].flatMap((word) => word ?? []);
  if (words.some((word) => ios.test(word))) return 'ios';
  return words.some((word) => android.test(word)) ? 'android' : null;
}
