import type { CommandEffect, CommandKind, CommandMethod } from '@/lib/domain/commands/contract';

/**
 * What a command comes down to on a device that spoke this version last. Never a full wipe for a delete: where the account
 * alone cannot be removed, the device is refused and keeps what it has.
 *
 * @see [MS-ASPROV] 2.2.2.1 AccountOnlyRemoteWipe (16.1)
 */
export function chooseMethod(kind: CommandKind, protocolVersion: string): CommandMethod {
  if (kind === 'wipe') return 'remote_wipe';
  return isAtLeast16Dot1(protocolVersion) ? 'account_only_remote_wipe' : 'refuse_access';
}

function isAtLeast16Dot1(protocolVersion: string): boolean {
  const [major = 0, minor = 0] = protocolVersion.split('.').map(Number);
  return major > 16 || (major === 16 && minor >= 1);
}

/** What will be gone from the phone once the command took effect. */
export function erasedBy(
  method: CommandMethod,
  device: { deviceType: string; userAgent: string | null },
): CommandEffect['erases'] {
  if (method === 'refuse_access') return 'nothing';
  if (method === 'account_only_remote_wipe') return 'account';
  return isOutlookMobile(device) ? 'app_data' : 'whole_device';
}

/** Outlook for iOS and Android answers a wipe by erasing its own data; the mail apps of the systems erase the phone. */
function isOutlookMobile({ deviceType, userAgent }: { deviceType: string; userAgent: string | null }): boolean {
  return deviceType.toLowerCase() === 'outlook' || /^outlook-(ios|android)\b/i.test(userAgent ?? '');
}
