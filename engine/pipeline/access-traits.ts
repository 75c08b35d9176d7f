import type { EasRequest } from '@/engine/exchange';
import type { AccessFacts } from '@/lib/domain/access/decide-access';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';

/** What the access decision goes by: what is known of the device, and of this request what is newer. */
export function accessTraits(facts: DeviceFacts, request: EasRequest): AccessFacts {
  const { deviceType, protocolVersion } = request.line;
  const userAgent = request.userAgent ?? facts.userAgent;
  return { ...facts, deviceType, protocolVersion, userAgent, address: request.address };
}
