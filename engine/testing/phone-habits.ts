import type { DeedHabits } from '@/engine/testing/phone-deed';

/** `wipe` erases the phone, `delete` only the account. */
export type WipeKind = 'wipe' | 'delete';

/** How a phone behaves beyond what the protocol prescribes. */
export interface PhoneHabits {
  /** What it answers to a policy: 1 applied, 2 in part (at least the password), 3 not at all, 4 managed elsewhere. */
  readonly policyAnswer: 1 | 2 | 3 | 4;
  /** False: it acknowledges its policy and then goes on without the key that it got for that, over and over. */
  readonly keepsPolicyKey: boolean;
  /**
   * False: a Ping that ends for anything but changes, or that is refused, is just sent again. It learns what is the matter
   * by the next other thing that it does.
   */
  readonly heedsEndOfPing: boolean;
  /** Provisions before it is told to. */
  readonly provisionsFirst: boolean;
  /** False: it knows nothing of policies and sends no key. */
  readonly canProvision: boolean;
  /** Sends an empty Provision after a demand to wipe, as the specification says; others send their usual request. */
  readonly fetchesWipeWithEmptyRequest: boolean;
  /** How often it reports that a wipe failed before it succeeds. */
  readonly failedWipes: number;
  /** Called after the order came and before it is reported, so that a test can step in between. */
  readonly beforeWipeReport?: (kind: WipeKind) => Promise<void>;
  /** Ping, or a look every `pollMs`. */
  readonly push: 'ping' | 'poll';
  readonly heartbeatSeconds: number;
  readonly pollMs: number;
  /** Repeats interval and folders with every Ping, or says them once. */
  readonly repeatsPingParameters: boolean;
  /** Falls asleep after its set-up and does not call until it is woken. */
  readonly sleepsAfterSetUp: boolean;
  /** How long it waits after a refusal or a failure. */
  readonly retryMs: number;
  /** Keeps the Inbox alone in step, or every folder of mail. */
  readonly mailFolders: 'inbox' | 'all';
  /** [MS-ASCMD] 2.2.3.68.2 FilterType (Sync): 5 is a month of mail, 0 all of it. */
  readonly mailFilter: number;
  /** What its owner does with mail; null: nothing, unless asked to by `perform`. */
  readonly deeds: DeedHabits | null;
}

export const defaultHabits: PhoneHabits = Object.freeze({
  policyAnswer: 1,
  keepsPolicyKey: true,
  heedsEndOfPing: true,
  provisionsFirst: true,
  canProvision: true,
  fetchesWipeWithEmptyRequest: true,
  failedWipes: 0,
  push: 'ping',
  heartbeatSeconds: 900,
  pollMs: 15 * 60_000,
  repeatsPingParameters: true,
  sleepsAfterSetUp: false,
  retryMs: 60_000,
  mailFolders: 'inbox',
  mailFilter: 5,
  deeds: null,
});
