import type { EasCommand } from '@/lib/protocol/eas/command';
import type { ProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import type { WipeKind } from '@/engine/testing/phone-habits';

/** What can be heard from a simulated phone. */
export interface PhoneEvents {
  /** An answer came, to whatever. */
  contact: [{ readonly command: EasCommand | 'OPTIONS'; readonly http: number; readonly status?: number }];
  /** It holds a final policy key; `settings` is what it put in force, null if it refused. */
  provisioned: [{ readonly policyKey: number; readonly settings: Partial<ProvisionSettings> | null }];
  'policy-refused': [{ readonly answer: number }];
  folders: [{ readonly count: number }];
  mail: [{ readonly collectionId: string; readonly added: number }];
  'ping-started': [{ readonly heartbeatSeconds: number }];
  'ping-ended': [{ readonly http: number; readonly status?: number }];
  'wipe-ordered': [{ readonly kind: WipeKind }];
  'wipe-reported': [{ readonly kind: WipeKind; readonly status: 1 | 2 }];
  /** Everything is gone from the phone, or its account is. */
  wiped: [{ readonly kind: WipeKind }];
  /** Refused until a person does something. */
  blocked: [{ readonly http: number; readonly status?: number }];
  'sign-in-refused': [{ readonly http: number }];
  unreachable: [{ readonly error: unknown }];
  asleep: [];
  awake: [];
  stopped: [];
}

/** What a phone is doing. */
export type PhoneActivity =
  | 'new'
  | 'busy'
  | 'pinging'
  | 'waiting'
  | 'asleep'
  | 'blocked'
  | 'wiped'
  | 'account-removed'
  | 'stopped';
