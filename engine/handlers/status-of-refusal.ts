import { FolderProblem } from '@/engine/backends/contract';
import { syncStatus } from '@/lib/protocol/eas/sync-status';

/**
 * What a client is told of a change that the mail store has refused for good: to try it again and again would keep it
 * from everything else.
 *
 * @throws the error itself if it says nothing about this change
 * @see [MS-ASCMD] 2.2.3.177.17 Status (Sync)
 */
export function statusOfRefusal(error: unknown): number {
  // A folder that is gone is seen with the next look at it.
  if (!(error instanceof FolderProblem) || error.code === 'missing') throw error;
  return error.code === 'quota' ? syncStatus.cannotComplete : syncStatus.serverError;
}
