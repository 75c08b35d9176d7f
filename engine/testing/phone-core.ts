import type { EasCommand } from '@/lib/protocol/eas/command';
import type { EasAnswer } from './eas-answer';
import type { EasClient } from './eas-client';
import type { PhoneActivity, PhoneEvents } from './phone-events';
import type { PhoneHabits } from './phone-habits';
import type { PhoneMemory } from './phone-memory';
import type { PhoneProfile } from './phone-profile';

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
