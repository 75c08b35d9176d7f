import type { DeedCounter, Exchange, RequestBody } from '@/engine/exchange';
import { accessTraits } from '@/engine/pipeline/access-traits';
import { decideAccess } from '@/lib/domain/access/decide-access';
import type { RateLimit } from '@/lib/domain/auto-block/contract';
import { shareRate } from '@/lib/domain/auto-block/share-rate';
import { startAutoBlock } from '@/lib/domain/auto-block/start-auto-block';
import { type Deed, deedsOf } from './deeds-of';
import { RateCounters } from './rate-counters';

/** Counters at a time: of each device one for every kind, and one for every folder that it syncs. */
const CAPACITY = 50_000;

/** Counts what devices do, and blocks for a while those that do something senselessly often. */
export class RateWatch implements DeedCounter {
  private readonly counters = new RateCounters(CAPACITY);

  /**
   * Counts a request that was answered. The next one is refused if it was one too many. Not counted is a device that is
   * refused, and one that an order waits for: it is to come.
   *
   * @param body null: the request was answered without it
   */
  async note(exchange: Exchange, body: RequestBody | null): Promise<void> {
    const { facts, request, log } = exchange;
    const { isEnabled, limits } = facts.accessBook.settings.autoBlock;
    if (!isEnabled || facts.autoBlock || facts.openCommand) return;
    const { command } = request.line;
    // Unread, a Sync says nothing of its keys.
    const deeds = deedsOf(command, body?.document).filter(({ kind }) => body !== null || kind !== 'sameSyncKey');
    try {
      for (const deed of deeds) {
        const limit = limits[deed.kind];
        if (limit && (await this.isTooMany(exchange, deed, limit))) return;
      }
    } catch (err) {
      // The answer is there; what could not be counted is left out.
      log.warn({ err }, 'Requests of a device could not be counted');
    }
  }

  private async isTooMany(exchange: Exchange, { kind, subject }: Deed, limit: RateLimit): Promise<boolean> {
    const { engine, ctx, facts, log } = exchange;
    const key = `${facts.id} ${kind} ${subject}`;
    const fromMs = facts.rateCountedFrom?.getTime() ?? 0;
    const gathered = this.counters.add({ key, limit, atMs: ctx.now().getTime(), fromMs });
    if (!gathered) return false;
    const count = await shareRate(engine.db, { deviceId: facts.id, kind, subject, ...gathered });
    this.counters.learn(key, limit.minutes, count);
    if (count <= limit.count || isRefused(exchange)) return false;
    const excess = { deviceId: facts.id, kind, count, limit: limit.count, minutes: limit.minutes };
    const { blockMinutes } = facts.accessBook.settings.autoBlock;
    if (!(await startAutoBlock(ctx, excess, blockMinutes))) return true;
    engine.metrics.count('eas_auto_blocks_total', { kind });
    log.warn({ kind, count, limit: limit.count, minutes: limit.minutes, blockMinutes }, 'Device blocked for a while');
    return true;
  }
}

/** It has nothing anyway, and why that is must not be hidden. */
function isRefused({ facts, request }: Exchange): boolean {
  const { rules, settings } = facts.accessBook;
  return decideAccess(accessTraits(facts, request), rules, settings).level === 'blocked';
}
