import type { Transaction } from '@/lib/db/client';
import type { PolicyLoopCause } from '@/lib/db/generated/enums';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { lowerCase } from '@/lib/domain/enum-case';
import { appendDeviceEvents } from '@/lib/domain/history/append-device-event';
import { notStopped } from '@/lib/domain/policies/loop-columns';
import { loopStanding, policyFingerprint, type LoopStanding } from '@/lib/domain/policies/loop-standing';
import { signalConsole } from '@/lib/domain/send-signals';

/** So many demands, and so many documents, without progress are normal: several requests are under way at a time. */
const LIMITS = { demands: 5, rounds: 5 } as const;
/** After a pause it is enough to see that nothing has changed; an answer may be lost once. */
const TRIAL_LIMITS = { demands: 5, rounds: 2 } as const;
const MINUTE_MS = 60_000;
/** One pause after the other; the last one is repeated. */
const PAUSES_MINUTES = [5, 15, 30, 60] as const;
/** More new devices of one kind for one mailbox in so short a time are one phone that does not keep its DeviceId. */
const NEW_DEVICES_LIMIT = 5;
const COUNT_WINDOW_MS = 10 * MINUTE_MS;
/** A phone that waits is not reached by an order, so it never waits longer than this at a time. */
const LONGEST_WAIT_MS = 15 * MINUTE_MS;

export interface PolicyRound {
  /** For how long nothing may be demanded or handed out; null: go on. */
  retryAfterSeconds: number | null;
  /** The facts, as this round has changed them. */
  facts: DeviceFacts;
}

/**
 * Counts a demand to provision, or a document that is about to be handed out. More than five in ten minutes without a
 * request that carries the device's key are a loop that would empty the battery: the device is stopped for a while, which
 * grows with each time, and one event says so with the likely cause. Another policy, other rules, such a request
 * (`settlePolicyRounds`) or a person begins anew.
 */
export async function countPolicyRound(
  ctx: DomainContext,
  facts: DeviceFacts,
  kind: 'demand' | 'document',
): Promise<PolicyRound> {
  const standing = loopStanding(facts, ctx.now(), COUNT_WINDOW_MS);
  // Nothing is written for a device that is stopped: it may call every second.
  if (standing.kind === 'paused') return { retryAfterSeconds: waitSeconds(standing.until, ctx.now()), facts };
  return ctx.db.$transaction((tx) => count(tx, ctx, { facts, kind, standing: standing.kind }));
}

type Count = { facts: DeviceFacts; kind: 'demand' | 'document'; standing: Exclude<LoopStanding['kind'], 'paused'> };

async function count(tx: Transaction, ctx: DomainContext, { facts, kind, standing }: Count): Promise<PolicyRound> {
  const { id, mailbox, deviceKey } = facts;
  const isDemand = kind === 'demand';
  const [device] = await tx.device.updateManyAndReturn({
    where: { id },
    data:
      standing === 'counting'
        ? { [isDemand ? 'policyDemands' : 'policyRounds']: { increment: 1 } }
        : {
            policyDemands: isDemand ? 1 : 0,
            policyRounds: isDemand ? 0 : 1,
            policyDemandsSince: ctx.now(),
            ...(standing === 'anew' && freshStart(facts)),
          },
    select: {
      policyDemands: true,
      policyRounds: true,
      policyStops: true,
      policyKeyAt: true,
      policyAnsweredAt: true,
      policyDemandsSince: true,
    },
  });
  if (!device) return { retryAfterSeconds: null, facts };
  const policyState = standing === 'anew' && facts.policyState === 'looping' ? 'told' : facts.policyState;
  const current: DeviceFacts = { ...facts, policyState };
  const limits = device.policyStops > 0 ? TRIAL_LIMITS : LIMITS;
  const isNewInCircles = standing === 'anew' && (await comesAsAnother(tx, facts, ctx.now()));
  const isOver = device.policyDemands > limits.demands || device.policyRounds > limits.rounds;
  if (isOver || isNewInCircles) {
    const cause = isNewInCircles ? 'CHANGES_ID' : causeOf(device);
    const until = await stop(tx, ctx, { facts: current, cause, stops: device.policyStops + 1 });
    return { retryAfterSeconds: waitSeconds(until, ctx.now()), facts: { ...current, policyState: 'looping' } };
  }
  if (isDemand && standing === 'anew') {
    await appendDeviceEvents(tx, [{ at: ctx.now(), mailbox, deviceKey, type: 'policy_demanded', details: {} }]);
  }
  return { retryAfterSeconds: null, facts: current };
}

/** What was true of the loop before is over. */
const freshStart = ({ policyState }: DeviceFacts) => ({
  ...notStopped,
  ...(policyState === 'looping' && { policyState: 'TOLD' as const }),
});

/** A phone that makes up a DeviceId each time never gets beyond its first demand, so its devices are counted instead. */
async function comesAsAnother(tx: Transaction, facts: DeviceFacts, now: Date): Promise<boolean> {
  if (facts.policyKey !== null) return false;
  const others = await tx.device.count({
    where: {
      mailboxId: facts.mailboxId,
      deviceType: facts.deviceType,
      id: { not: facts.id },
      policyKey: null,
      removedAt: null,
      firstContactAt: { gt: new Date(now.getTime() - COUNT_WINDOW_MS) },
    },
  });
  return others >= NEW_DEVICES_LIMIT;
}

interface Counted {
  policyRounds: number;
  policyKeyAt: Date | null;
  policyAnsweredAt: Date | null;
  policyDemandsSince: Date | null;
}

/** From the last count alone: what it did before does not explain what it does now. */
function causeOf({ policyRounds, policyKeyAt, policyAnsweredAt, policyDemandsSince }: Counted): PolicyLoopCause {
  if (policyRounds === 0) return 'IGNORES_DEMAND';
  const hasAnswered =
    policyAnsweredAt !== null && policyDemandsSince !== null && policyAnsweredAt >= policyDemandsSince;
  if (hasAnswered && policyKeyAt !== null && policyKeyAt >= policyAnsweredAt) return 'LOSES_KEY';
  return hasAnswered ? 'REFUSES' : 'NO_ANSWER';
}

type Stop = { facts: DeviceFacts; cause: PolicyLoopCause; stops: number };

/** One event, however often the same comes again. Of requests that cross, one stops the device. */
async function stop(tx: Transaction, ctx: DomainContext, { facts, cause, stops }: Stop): Promise<Date> {
  const { id, mailbox, deviceKey } = facts;
  const now = ctx.now();
  const minutes = PAUSES_MINUTES[Math.min(stops, PAUSES_MINUTES.length) - 1] ?? PAUSES_MINUTES[0];
  const until = new Date(now.getTime() + minutes * MINUTE_MS);
  const before = await tx.device.findUnique({ where: { id }, select: { policyLoopCause: true } });
  const { count: stopped } = await tx.device.updateMany({
    where: { id, OR: [{ policyPausedUntil: null }, { policyPausedUntil: { lte: now } }] },
    data: {
      policyState: 'LOOPING',
      policyStops: stops,
      policyPausedUntil: until,
      policyStoppedFor: policyFingerprint(facts.effectivePolicy),
      policyLoopCause: cause,
    },
  });
  // Whatever begins anew forgets the cause; a device that loses its key is shown as one that follows in between.
  if (stopped > 0 && before?.policyLoopCause !== cause) {
    const details = { cause: lowerCase(cause), policy: facts.effectivePolicy.name };
    await appendDeviceEvents(tx, [{ at: now, mailbox, deviceKey, type: 'policy_loop_stopped', details }]);
  }
  if (stopped > 0) await signalConsole(tx, { topic: 'devices', id });
  return until;
}

function waitSeconds(until: Date, now: Date): number {
  const remainingMs = Math.min(until.getTime() - now.getTime(), LONGEST_WAIT_MS);
  return Math.max(1, Math.ceil(remainingMs / 1000));
}
