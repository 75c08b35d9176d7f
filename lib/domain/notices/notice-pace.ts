const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Between two looks at what there is to tell. */
export const LOOK_EVERY_MS = 10 * SECOND_MS;
/** What comes in a burst is gathered for so long before the first mail. */
export const GATHER_MS = 30 * SECOND_MS;
/** A mail server that is away for less is not worth a mail. */
export const TROUBLE_MS = 5 * MINUTE_MS;
/** A person gets one mail in this time; what comes meanwhile is in the next. */
export const MAIL_EVERY_MS = 15 * MINUTE_MS;
/** One attempt takes no longer; whoever was killed over it is waited for twice as long. */
export const ATTEMPT_MS = MINUTE_MS;
export const CLAIM_MS = 2 * ATTEMPT_MS;
/** From the first failure on. */
export const GIVE_UP_AFTER_MS = 24 * 60 * MINUTE_MS;

/** After each failure; the last one is repeated. */
const PAUSES_MINUTES = [1, 2, 5, 10, 30, 60] as const;

/** How long to wait after so many failures in a row. */
export function pauseMs(failures: number): number {
  const index = Math.min(Math.max(failures, 1), PAUSES_MINUTES.length) - 1;
  return (PAUSES_MINUTES[index] ?? PAUSES_MINUTES[0]) * MINUTE_MS;
}

/** Nobody waits for a test mail any longer. */
export const TEST_COUNTS_MS = 10 * MINUTE_MS;
