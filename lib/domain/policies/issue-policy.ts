import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { appendDeviceEvents } from '@/lib/domain/history/append-device-event';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { newPolicyKey } from '@/lib/domain/policies/policy-key';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Notes that the device is being told its effective policy, and gives the key that is good for the acknowledgement only.
 * A phase that is repeated, because its answer was lost or two requests crossed, gets the same key for the same settings.
 *
 * @returns the temporary key and the hash of what this version is told
 * @throws DomainError `device_not_found` if the device was removed meanwhile
 * @see [MS-ASPROV] 3.2.5.1.1 Provision: first phase
 */
export async function issuePolicy(
  ctx: DomainContext,
  facts: DeviceFacts,
  protocolVersion: string,
): Promise<{ temporaryKey: number; hash: string }> {
  const { effectivePolicy: policy, mailbox, deviceKey } = facts;
  const hash = policyHash(policy.settings, protocolVersion);
  const isRepeated = facts.temporaryPolicyKey !== null && facts.temporaryPolicyHash === hash;
  const temporaryKey = isRepeated ? facts.temporaryPolicyKey : newPolicyKey();
  if (temporaryKey === null) throw new Error('A repeated phase has a key');

  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.device.updateMany({
      where: { id: facts.id },
      data: {
        temporaryPolicyKey: temporaryKey,
        temporaryPolicyHash: hash,
        policyName: policy.name,
        policyToldAt: ctx.now(),
        // A device that goes round in circles is told again each time; only an acknowledgement is progress.
        ...(facts.policyState !== 'looping' && { policyState: 'TOLD' as const }),
      },
    });
    if (count === 0) throw new DomainError('device_not_found', facts.id);
    const details = { policy: policy.name, origin: policy.origin, hash, protocolVersion };
    if (facts.policyState === 'looping') return;
    await appendDeviceEvents(tx, [{ at: ctx.now(), mailbox, deviceKey, type: 'policy_told', details }]);
    await signalConsole(tx, { topic: 'devices', id: facts.id });
  });
  return { temporaryKey, hash };
}
