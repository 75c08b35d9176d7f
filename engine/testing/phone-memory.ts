import type { SyncedFolder } from '@/lib/protocol/eas/folder-sync';
import type { ProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import type { PhoneDeed } from '@/engine/testing/phone-deed';
import type { PhoneItem } from '@/engine/testing/phone-item';

/** What a phone keeps of its account. A wipe destroys all of it. */
export interface PhoneMemory {
  /** Whether the version was negotiated. */
  hasVersion: boolean;
  needsProvisioning: boolean;
  /** Provisioning demanded again and again without a request that worked in between. */
  demandsInARow: number;
  /** Keys refused again and again without success in between. */
  resetsInARow: number;
  /** The last demand named a wipe. */
  expectsWipe: boolean;
  hasDescribedItself: boolean;
  hierarchyKey: string;
  isHierarchyStale: boolean;
  folders: Map<string, SyncedFolder>;
  collectionKeys: Map<string, string>;
  /** Collections that may hold something new. */
  staleCollections: Set<string>;
  /** The items on the phone by server id, by collection: its view of the mailbox. */
  items: Map<string, Map<string, PhoneItem>>;
  /** Changes made on the phone that no answer has confirmed, by collection. */
  pending: Map<string, readonly SyncClientChange[]>;
  /** What its owner wants done, the first one first. */
  deeds: PhoneDeed[];
  /** Letters and drafts written so far. */
  letters: number;
  /** The policy that is in force on the phone; null before there was one. */
  policy: Partial<ProvisionSettings> | null;
  /** Whether the engine knows the parameters of the next Ping. */
  hasSentPingParameters: boolean;
  /** What the engine asked for instead of the phone's own interval. */
  heartbeatSeconds: number | null;
}

/** A phone as it comes out of its box. */
export const newMemory = (): PhoneMemory => ({
  hasVersion: false,
  needsProvisioning: false,
  demandsInARow: 0,
  resetsInARow: 0,
  expectsWipe: false,
  hasDescribedItself: false,
  hierarchyKey: '0',
  isHierarchyStale: true,
  folders: new Map(),
  collectionKeys: new Map(),
  staleCollections: new Set(),
  items: new Map(),
  pending: new Map(),
  deeds: [],
  letters: 0,
  policy: null,
  hasSentPingParameters: false,
  heartbeatSeconds: null,
});
