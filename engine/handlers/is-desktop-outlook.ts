import type { EasRequest } from '@/engine/exchange';

/** Outlook for Windows, from 2013 on. That for phones goes by the name of `Outlook` alone. */
export const isDesktopOutlook = ({ line, userAgent }: Pick<EasRequest, 'line' | 'userAgent'>): boolean =>
  /^(Windows|Microsoft)Outlook/i.test(line.deviceType) ||
  /^(Microsoft\.?)?Outlook\/1[56]\.|^Microsoft\.Outlook/i.test(userAgent ?? '');
