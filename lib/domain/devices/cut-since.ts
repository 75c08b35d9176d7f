const RECENT_MS = 7 * 24 * 60 * 60_000;

/** Cuts seen since then count: of older ones nobody knows whether their cause is still there. */
export const cutSince = (now: Date): Date => new Date(now.getTime() - RECENT_MS);

/** Whether a cut seen at this time still counts. */
export const isCutRecent = (seenAt: Date | null, now: Date): boolean => seenAt !== null && seenAt >= cutSince(now);
