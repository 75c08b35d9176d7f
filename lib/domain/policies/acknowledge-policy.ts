import type { Transaction } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import type { PolicyState } from '@/lib/db/generated/client';
import type { DomainContext } from '@/lib/domain/context';
import { lowerCase } from '@/lib/domain/enum-case';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { appendDeviceEvents } from '@/lib/domain/history/append-device-event';
import type { DeviceEventType } from '@/lib/domain/history/contract';
import { isTolerated } from '@/lib/domain/policies/policy-tolerance';
import { newPolicyKey } from '@/lib/domain/policies/policy-key';
import { signalConsole } from '@/lib/domain/send-signals';

/** What the device says of the policy it was told. */
export interface PolicyAnswer {
  /** Key of the first phase, as the device presents it. */
  temporaryKey: number;
  /** 1 applied, 2 at least the PIN, 3 not at all, 4 managed by someone else; anything else counts as 3. */
  clientStatus: number;
}

export type PolicyAcknowledgement =
  | { outcome: 'accepted'; key: number }
  | { outcome: 'wrong_key' }
  | { outcome: 'refused'; easStatus: 139 | 145 };

const answers: Record<number, { state: PolicyState; event: DeviceEventType; refusal: 139 | 145 | null }> = {
  1: { state: 'APPLIED', event: 'policy_acknowledged', refusal: null },
  2: { state: 'PARTIAL', event: 'policy_partly_applied', refusal: 139 },
  4: { state: 'EXTERNAL', event: 'policy_managed_elsewhere', refusal: 145 },
};
const notApplied = { state: 'REFUSED', event: 'policy_refused', refusal: 139 } as const;

/**
 * Takes the acknowledgement of a policy. Accepted: the device has a permanent key, which stands for exactly what it was
 * told. What the loop guard has counted is forgotten only when the device comes with that key: see `settlePolicyRounds`. A device that does not comply is accepted only if its policy lets such devices
 * in, or takes just this answer for compliance; either way the console shows what it said. The temporary key is used up.
 *
 * @see [MS-ASPROV] 3.2.5.1.2.1 Provision: second phase
 */
export async function acknowledgePolicy(
  ctx: DomainContext,
  facts: DeviceFacts,
  answer: PolicyAnswer,
): Promise<PolicyAcknowledgement> {
  const { state, event, refusal } = answers[answer.clientStatus] ?? notApplied;
  const isAccepted = refusal === null || isTolerated(lowerCase(state), facts.effectivePolicy);
  const key = newPolicyKey();

  return ctx.db.$transaction(async (tx): Promise<PolicyAcknowledgement> => {
    const isCurrent = await useTemporaryKey(tx, facts, {
      temporaryKey: answer.temporaryKey,
      key: isAccepted ? key : null,
      state,
      at: ctx.now(),
    });
    if (!isCurrent) return { outcome: 'wrong_key' };
    const { mailbox, deviceKey } = facts;
    const details = { policy: facts.effectivePolicy.name, clientStatus: answer.clientStatus, isAccepted };
    // The same refusal over and over is told by the event of the loop guard.
    if (isAccepted || facts.policyState !== 'looping') {
      await appendDeviceEvents(tx, [{ at: ctx.now(), mailbox, deviceKey, type: event, details }]);
    }
    await signalConsole(tx, { topic: 'devices', id: facts.id });
    if (isAccepted) return { outcome: 'accepted', key };
    return { outcome: 'refused', easStatus: refusal ?? notApplied.refusal };
  });
}

/** False if the key presented is not the one handed out last; of two acknowledgements at once one is told so. */
async function useTemporaryKey(
  tx: Transaction,
  facts: DeviceFacts,
  { temporaryKey, key, state, at }: { temporaryKey: number; key: number | null; state: PolicyState; at: Date },
): Promise<boolean> {
  // The hash moves inside the database: what is acknowledged is what that key was handed out for. After a refusal it
  // stays, to tell later whether the device is about to be told something else.
  const accepted = Prisma.sql`policy_key = ${key}::bigint, policy_hash = temporary_policy_hash, policy_key_at = ${at},
    temporary_policy_hash = NULL,`;
  // A device that goes round in circles stays shown as such until it gets somewhere.
  const shown =
    key === null
      ? Prisma.sql`CASE WHEN policy_state = 'LOOPING' THEN policy_state ELSE ${state}::"PolicyState" END`
      : Prisma.sql`${state}::"PolicyState"`;
  const count = await tx.$executeRaw`
    UPDATE device SET ${key === null ? Prisma.empty : accepted}
      temporary_policy_key = NULL, policy_state = ${shown}, policy_answered_at = ${at}
    WHERE id = ${facts.id}::uuid AND temporary_policy_key = ${temporaryKey}`;
  if (count > 0 && key !== null) await followOnOpenCommand(tx, facts, key);
  return count > 0;
}

/** A command queued meanwhile has copied the key that this one replaces; the device now proves itself with the new one. */
async function followOnOpenCommand(tx: Transaction, facts: DeviceFacts, key: number): Promise<void> {
  await tx.deviceCommand.updateMany({
    where: { mailbox: facts.mailbox, deviceKey: facts.deviceKey, closedAt: null },
    data: { policyKey: key },
  });
}
