import type { SyncedFolder } from '@/lib/protocol/eas/folder-sync';
import type { ProvisionSettings } from '@/lib/protocol/eas/provision-settings';

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
  /** Server ids of the items on the phone, by collection. */
  items: Map<string, Set<string>>;
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
  policy: null,
  hasSentPingParameters: false,
  heartbeatSeconds: null,
});
