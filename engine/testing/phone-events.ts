import type { EasCommand } from '@/lib/protocol/eas/command';
import type { ProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { PhoneDeed } from '@/engine/testing/phone-deed';
import type { WipeKind } from '@/engine/testing/phone-habits';

/** What can be heard from a simulated phone. */
export interface PhoneEvents {
  /** An answer came, to whatever. */
  contact: [{ readonly command: EasCommand | 'OPTIONS'; readonly http: number; readonly status?: number }];
  /** It was given a final policy key; `settings` is what it has in force, null for nothing. */
  provisioned: [{ readonly policyKey: number; readonly settings: Partial<ProvisionSettings> | null }];
  /** It does not apply all of its policy: 2 in part, 3 not at all, 4 managed elsewhere. */
  'policy-refused': [{ readonly answer: number }];
  folders: [{ readonly count: number }];
  mail: [{ readonly collectionId: string; readonly added: number }];
  /** Something was done at the owner's wish; `problem`: it was refused. */
  deed: [{ readonly deed: PhoneDeed; readonly problem: string | undefined }];
  /** A change that was made on the phone was confirmed; `problem`: it was refused. */
  uploaded: [
    { readonly collectionId: string; readonly change: SyncClientChange; readonly problem: string | undefined },
  ];
  /** The engine knows nothing of the state of this collection, or of the folders: all of it begins anew. */
  reset: [{ readonly collectionId: string | null }];
  /** Told of an item that a phone with a right view would not be told of: added twice, or changed without being there. */
  odd: [{ readonly what: 'added-twice' | 'changed-unknown'; readonly serverId: string }];
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
