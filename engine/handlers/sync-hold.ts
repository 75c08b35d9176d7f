import type { EngineLimits } from '@/engine/exchange';
import type { SyncRequest } from '@/lib/protocol/eas/sync-request';
import { syncStatus } from '@/lib/protocol/eas/sync-status';

const MINUTE = 60;

/** How long the request may be held; undefined if it wants an answer at once. */
export function holdSeconds({ hold, collections }: SyncRequest): number | undefined {
  // [MS-ASCMD] 2.2.1.21 Sync: changes of the client are answered at once
  if (!hold || collections.some(({ changes }) => changes.length > 0)) return undefined;
  return hold.unit === 'minutes' ? hold.value * MINUTE : hold.value;
}

/**
 * An interval out of range is answered with the nearest that is not.
 *
 * @see [MS-ASCMD] 2.2.3.177.17 Status (Sync) 14
 */
export function holdProblem({ hold }: SyncRequest, limits: EngineLimits): { status: number; limit: number } | null {
  if (!hold) return null;
  const unit = hold.unit === 'minutes' ? MINUTE : 1;
  const least = Math.ceil(limits.pingMinSeconds / unit);
  const most = Math.floor(limits.pingMaxSeconds / unit);
  const limit = Math.min(most, Math.max(least, hold.value));
  return limit === hold.value ? null : { status: syncStatus.intervalOutOfRange, limit };
}
