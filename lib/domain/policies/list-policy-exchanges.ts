import { z } from 'zod';
import type { Database } from '@/lib/db/client';
import type { DeviceEventType } from '@/lib/domain/history/contract';
import type { PolicyExchange } from '@/lib/domain/policies/contract';

const SHOWN = 50;

const kinds = {
  policy_demanded: 'demanded',
  policy_told: 'told',
  policy_acknowledged: 'acknowledged',
  policy_partly_applied: 'partly_applied',
  policy_refused: 'refused',
  policy_managed_elsewhere: 'managed_elsewhere',
  policy_loop_stopped: 'loop_stopped',
} as const satisfies Partial<Record<DeviceEventType, PolicyExchange['kind']>>;

/** What events say of a policy; older ones may say less. */
const StoredEvent = z.object({
  id: z.uuid(),
  at: z.date(),
  type: z.enum(Object.keys(kinds) as [keyof typeof kinds, ...(keyof typeof kinds)[]]), // not empty, and just its own keys
  details: z.object({
    policy: z.string().nullable().catch(null),
    protocolVersion: z.string().nullable().catch(null),
    hash: z.string().nullable().catch(null),
    isAccepted: z.boolean().nullable().catch(null),
  }),
});

/**
 * The latest of what this partnership was told of policies and what it answered, newest first.
 *
 * @param currentHash stands for what the device would be told now
 */
export async function listPolicyExchanges(
  db: Database,
  partnership: { mailbox: string; deviceKey: string },
  currentHash: string,
): Promise<PolicyExchange[]> {
  const rows = await db.deviceEvent.findMany({
    where: { ...partnership, type: { in: Object.keys(kinds) } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: SHOWN,
  });
  return StoredEvent.array()
    .parse(rows)
    .map(({ id, at, type, details: { policy, protocolVersion, hash, isAccepted } }) => ({
      id,
      at: at.toISOString(),
      kind: kinds[type],
      policy,
      protocolVersion,
      isCurrent: hash === null ? null : hash === currentHash,
      isAccepted,
    }));
}
