import { randomBytes } from 'node:crypto';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { registerDevice } from '@/lib/domain/devices/register-device';
import type { RegisterDeviceInput } from '@/lib/domain/devices/register-device';

/** Registers a phone of its own, as the engine does at first contact. Everything can be set; nothing has to be. */
export function connectPhone(ctx: DomainContext, phone: Partial<RegisterDeviceInput> = {}): Promise<DeviceFacts> {
  const unique = randomBytes(6).toString('hex');
  return registerDevice(ctx, {
    mailbox: `owner-${unique}@example.com`,
    easDeviceId: `Appl${unique.toUpperCase()}`,
    deviceType: 'iPhone',
    protocolVersion: '16.1',
    userAgent: 'Apple-iPhone15C2/2105.231',
    address: '198.51.100.7',
    ...phone,
  });
}
