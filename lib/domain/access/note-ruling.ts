import type { DomainContext } from '@/lib/domain/context';
import type { AccessLevel } from '@/lib/domain/devices/contract';
import { upperCase } from '@/lib/domain/enum-case';
import { signalConsole } from '@/lib/domain/send-signals';

/**
 * Writes down for lists what the decision came to at a contact. Nothing is written if it was made by rules that hold no
 * longer: those that do were asked when they were applied.
 */
export async function noteRuling(
  ctx: Pick<DomainContext, 'db'>,
  ruling: { deviceId: string; level: AccessLevel; revision: string },
): Promise<void> {
  const { deviceId, level, revision } = ruling;
  await ctx.db.$transaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE device SET access_ruling = ${upperCase(level)}::"AccessLevel"
      WHERE id = ${deviceId}::uuid AND access_ruling <> ${upperCase(level)}::"AccessLevel"
        AND ${revision}::uuid = (SELECT revision FROM access_settings)`;
    if (count > 0) await signalConsole(tx, { topic: 'devices', id: deviceId });
  });
}
