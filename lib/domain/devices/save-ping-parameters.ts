import type { PingFolders } from '@/lib/domain/devices/device-facts';
import type { DomainContext } from '@/lib/domain/context';

/**
 * Keeps what a Ping watches and for how long, for later Pings that leave one or both out. Replaces both. Nothing happens
 * if the device was removed meanwhile.
 *
 * @see [MS-ASCMD] 2.2.1.13 Ping
 */
export async function savePingParameters(
  ctx: Pick<DomainContext, 'db'>,
  input: { deviceId: string; heartbeatSeconds: number; folders: PingFolders },
): Promise<void> {
  await ctx.db.device.updateMany({
    where: { id: input.deviceId },
    data: { pingHeartbeat: input.heartbeatSeconds, pingFolders: input.folders },
  });
}
