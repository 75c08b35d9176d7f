import type { EasCommand } from '@/lib/protocol/eas/command';
import type { EasAnswer } from '@/engine/testing/eas-answer';
import type { EasClient } from '@/engine/testing/eas-client';
import type { PhoneActivity, PhoneEvents } from '@/engine/testing/phone-events';
import type { PhoneHabits } from '@/engine/testing/phone-habits';
import type { PhoneMemory } from '@/engine/testing/phone-memory';
import type { PhoneProfile } from '@/engine/testing/phone-profile';

/** What the parts of a phone's behaviour share. */
export interface PhoneCore {
  readonly client: EasClient;
  readonly profile: PhoneProfile;
  readonly habits: PhoneHabits;
  readonly memory: PhoneMemory;
  activity: PhoneActivity;
  /** Wipes that it will still report as failed. */
  failedWipesLeft: number;
  tell<K extends keyof PhoneEvents>(event: K, ...payload: PhoneEvents[K]): void;
  /** Sends, and tells of the answer. The signal aborts when the phone is switched off or falls asleep. */
  contact<T extends EasAnswer<unknown>>(
    command: EasCommand | 'OPTIONS',
    send: (options: { readonly signal: AbortSignal }) => Promise<T>,
  ): Promise<T>;
  /** Destroys what it holds. */
  forgetEverything(): void;
}
