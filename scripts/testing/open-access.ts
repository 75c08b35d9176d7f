import type { AccessDraft } from '@/lib/domain/access/contract';
import { autoBlockOff } from './auto-block-off';

/** Lets every device in and says nothing to any, for tests that are about something else. */
export const openAccess: AccessDraft['settings'] = {
  defaultLevel: 'allowed',
  maxDevices: null,
  minProtocolVersion: null,
  noticeEn: '',
  noticeDe: '',
  autoBlock: autoBlockOff,
};
