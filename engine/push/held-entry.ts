import type { Slot } from './timer-wheel';
import type { HoldEnd } from './wake-log';

/** A request that is held, and what could end it. */
export type Hold = {
  readonly deviceId: string;
  readonly mailbox: string;
  readonly deviceKey: string;
  readonly folderIds: readonly string[];
  readonly heartbeatSeconds: number;
  /** `position` of the wake log before the facts were read that this was decided from. */
  readonly since: number;
  /** The device waits in quarantine; default false. */
  readonly isQuarantined?: boolean;
  /** It waits for nothing: the device is kept from asking again at once; default false. */
  readonly isPause?: boolean;
};

/** The place of a held request among all of them. */
export type HeldEntry = {
  readonly hold: Hold;
  readonly onEnd: (end: HoldEnd) => void;
  /** By `performance.now()`. */
  readonly heldAtMs: number;
  slot: Slot;
  isHeld: boolean;
};
