import type { Exchange } from '@/engine/exchange';

/** Less than the time after which such work counts as interrupted and may be taken on by a repeated request. */
const TIMEOUT_MS = 50_000;

/**
 * The exchange for work that is not to be cut off half way when the phone goes away: nobody could say whether it came
 * through, and the request that is repeated would do it once more. That one finds it done.
 */
export function carryThrough(exchange: Exchange): Exchange {
  return { ...exchange, request: { ...exchange.request, signal: AbortSignal.timeout(TIMEOUT_MS) } };
}
