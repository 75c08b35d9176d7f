import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { nothingCounted } from '@/lib/domain/policies/loop-columns';

/**
 * The device has come with the key that stands for its policy: what the loop guard has counted is forgotten. An
 * acknowledgement alone is no progress, since there are mail apps that make one and then go on with another key. Costs
 * nothing if nothing was counted.
 */
export async function settlePolicyRounds({ db }: Pick<DomainContext, 'db'>, facts: DeviceFacts): Promise<void> {
  const { id, policyKey, policyDemandsSince, policyStops } = facts;
  if (policyDemandsSince === null && policyStops === 0) return;
  await db.device.updateMany({
    // Handed another key meanwhile, it has yet to show that it keeps that one.
    where: { id, policyKey },
    data: nothingCounted,
  });
}
