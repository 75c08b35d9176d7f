import type { DomainContext } from '@/lib/domain/context';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { requirePermission } from '@/lib/domain/permissions';
import { PolicyInput } from '@/lib/domain/policies/contract';
import { lockPolicies } from '@/lib/domain/policies/lock-policies';
import { policySnapshot } from '@/lib/domain/policies/policy-snapshot';
import { signalConsole } from '@/lib/domain/send-signals';

/**
 * What a fresh installation asks of phones: a PIN of four digits and a lock after a quarter of an hour, which nearly
 * every phone has already. Failed attempts have no limit: a phone erases itself when it is reached, and that must be
 * somebody's decision. Phones that cannot provision are let in.
 */
const firstPolicy = PolicyInput.parse({
  name: 'Default',
  description: '',
  settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 4, MaxInactivityTimeDeviceLock: 900 },
});

/**
 * Makes the first default policy if there is no policy at all. Called at every start; safe when several start at once.
 *
 * @returns whether it was made
 * @throws DomainError `permission_denied`
 */
export async function ensureDefaultPolicy(ctx: DomainContext): Promise<boolean> {
  requirePermission(ctx.actor, 'policy:manage');
  return ctx.db.$transaction(async (tx) => {
    await lockPolicies(tx);
    if (await tx.policy.findFirst({ select: { id: true } })) return false;
    const data = { ...firstPolicy, isDefault: true, createdAt: ctx.now(), updatedAt: ctx.now() };
    const { id } = await tx.policy.create({ data, select: { id: true } });
    await appendAudit(tx, ctx, {
      action: 'policy_created',
      target: { kind: 'policy', id, name: firstPolicy.name },
      after: { ...policySnapshot(firstPolicy), isDefault: true },
    });
    await signalConsole(tx, { topic: 'policies', id });
    return true;
  });
}
