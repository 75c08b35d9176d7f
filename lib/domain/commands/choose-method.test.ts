import { describe, expect, it } from 'vitest';
import { chooseMethod, erasedBy } from '@/lib/domain/commands/choose-method';

describe('what a command comes down to', () => {
  it.each(['12.1', '14.0', '14.1', '16.0', '16.1'])('is a full wipe for a wipe at %s', (version) => {
    expect(chooseMethod('wipe', version)).toBe('remote_wipe');
  });

  it.each([
    ['12.1', 'refuse_access'],
    ['14.1', 'refuse_access'],
    ['16.0', 'refuse_access'],
    ['16.1', 'account_only_remote_wipe'],
    ['16.10', 'account_only_remote_wipe'],
    ['17.0', 'account_only_remote_wipe'],
    ['', 'refuse_access'],
  ] as const)('is never a full wipe for a delete at %s', (version, method) => {
    expect(chooseMethod('delete', version)).toBe(method);
  });

  it.each([
    ['iPhone', 'Apple-iPhone15C2/2105.231', 'whole_device'],
    ['Outlook', null, 'app_data'],
    ['Android', 'Outlook-Android/2.0', 'app_data'],
    ['iPad', 'Outlook-iOS/723.4027091.prod.iphone (4.23.0)', 'app_data'],
    ['WindowsOutlook15', 'Outlook/16.0 (16.0.4266; x64)', 'whole_device'],
  ] as const)('tells what a wipe erases on %s with %s', (deviceType, userAgent, erases) => {
    expect(erasedBy('remote_wipe', { deviceType, userAgent })).toBe(erases);
  });
});
