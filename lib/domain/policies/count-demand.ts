import type { Transaction } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { appendDeviceEvents } from '@/lib/domain/history/append-device-event';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { signalConsole } from '@/lib/domain/send-signals';

/** So many demands in so long a time are normal: several requests are under way when a policy changes. */
const DEMAND_LIMIT = 5;
const COUNT_WINDOW_MS = 10 * 60_000;
/** A device that was stopped gets another try after this, or at once when its policy changes. */
const PAUSE_MS = 60 * 60_000;

/**
 * Counts a demand to provision. More than five in ten minutes without an acknowledgement are a loop that would empty the
 * battery: the engine must stop demanding and let the device in or refuse it, as its policy says. It stays stopped for an
 * hour, or until the policy changes or the device acknowledges one.
 *
 * @returns whether this demand must not be made
 */
export async function countPolicyDemand(ctx: DomainContext, facts: DeviceFacts): Promise<{ isLooping: boolean }> {
  const wasStopped = facts.policyDemands > DEMAND_LIMIT;
  const freshAfterMs = wasStopped ? PAUSE_MS : COUNT_WINDOW_MS;
  const isNewRound =
    facts.policyDemandsSince === null ||
    ctx.now().getTime() - facts.policyDemandsSince.getTime() >= freshAfterMs ||
    (wasStopped && isAboutAnotherPolicy(facts));
  // Nothing is written for a device that is stopped: it may call every second.
  if (wasStopped && !isNewRound) return { isLooping: true };
  return ctx.db.$transaction((tx) => count(tx, ctx, { facts, isNewRound }));
}

function isAboutAnotherPolicy({ temporaryPolicyHash, effectivePolicy, protocolVersion }: DeviceFacts): boolean {
  return temporaryPolicyHash !== null && temporaryPolicyHash !== policyHash(effectivePolicy.settings, protocolVersion);
}

async function count(
  tx: Transaction,
  ctx: DomainContext,
  { facts, isNewRound }: { facts: DeviceFacts; isNewRound: boolean },
): Promise<{ isLooping: boolean }> {
  const { id, mailbox, deviceKey } = facts;
  const [device] = await tx.device.updateManyAndReturn({
    where: { id },
    data: isNewRound ? { policyDemands: 1, policyDemandsSince: ctx.now() } : { policyDemands: { increment: 1 } },
    select: { policyDemands: true },
  });
  const demands = device?.policyDemands ?? 0;
  const isLooping = demands > DEMAND_LIMIT;
  if (demands === DEMAND_LIMIT + 1) {
    await tx.device.updateMany({ where: { id }, data: { policyState: 'LOOPING' } });
    await signalConsole(tx, { topic: 'devices', id });
  }
  if (demands <= DEMAND_LIMIT + 1) {
    const type = isLooping ? 'policy_loop_stopped' : 'policy_demanded';
    await appendDeviceEvents(tx, [{ at: ctx.now(), mailbox, deviceKey, type, details: { demands } }]);
  }
  return { isLooping };
}
