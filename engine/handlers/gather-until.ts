import type { Exchange } from '@/engine/exchange';

/** Of the time that a phone waits. The rest of it is for writing the answer. */
const GATHERING_SHARE = 0.6;

/** By `performance.now()`: from then on an answer brings what it has, and leaves the rest for the next one. */
export const gatherUntil = ({ engine }: Exchange): number =>
  performance.now() + engine.limits.deadlineMs * GATHERING_SHARE;
