import type { AutoBlockSettings } from '@/lib/domain/auto-block/contract';

/** Nothing is counted, for tests that are about something else. */
export const autoBlockOff: AutoBlockSettings = {
  isEnabled: false,
  limits: { sameSyncKey: null, folderRestart: null, provision: null, sendMail: null, anyCommand: null },
  blockMinutes: 60,
};
