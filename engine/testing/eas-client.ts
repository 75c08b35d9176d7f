import {
  type FolderCreateRequest,
  type FolderCreateResponse,
  readFolderCreateResponse,
  writeFolderCreateRequest,
} from '@/lib/protocol/eas/folder-create';
import {
  type FolderDeleteRequest,
  type FolderDeleteResponse,
  readFolderDeleteResponse,
  writeFolderDeleteRequest,
} from '@/lib/protocol/eas/folder-delete';
import {
  type FolderSyncResponse,
  readFolderSyncResponse,
  writeFolderSyncRequest,
} from '@/lib/protocol/eas/folder-sync';
import {
  type FolderUpdateRequest,
  type FolderUpdateResponse,
  readFolderUpdateResponse,
  writeFolderUpdateRequest,
} from '@/lib/protocol/eas/folder-update';
import {
  type GetItemEstimateRequest,
  type GetItemEstimateResponse,
  readGetItemEstimateResponse,
  writeGetItemEstimateRequest,
} from '@/lib/protocol/eas/get-item-estimate';
import { type PingRequest, type PingResponse, readPingResponse, writePingRequest } from '@/lib/protocol/eas/ping';
import {
  type ProvisionRequest,
  type ProvisionResponse,
  readProvisionResponse,
  writeProvisionRequest,
} from '@/lib/protocol/eas/provision';
import {
  readSettingsResponse,
  type SettingsQuery,
  type SettingsResponse,
  writeSettingsRequest,
} from '@/lib/protocol/eas/settings';
import { type SyncRequest, writeSyncRequest } from '@/lib/protocol/eas/sync-request';
import { readSyncResponse, type SyncResponse } from '@/lib/protocol/eas/sync-response';
import type { EasAnswer } from '@/engine/testing/eas-answer';
import { EasMailTransport } from '@/engine/testing/eas-mail-transport';
import type { SendOptions } from '@/engine/testing/eas-transport';

// Who makes a client needs these names with it.
export type { EasClientConfig, OptionsAnswer, SendOptions } from '@/engine/testing/eas-transport';

const LONGEST_HEARTBEAT_SECONDS = 3540;
const PING_GRACE_MS = 30_000;

/** A client of every command: those that keep folders and items in step, and by inheritance those on single items. */
export class EasClient extends EasMailTransport {
  /** One request of any phase; see `ProvisionRequest`. */
  provision(request: Partial<ProvisionRequest>, options?: SendOptions): Promise<EasAnswer<ProvisionResponse>> {
    return this.ask('Provision', { element: writeProvisionRequest(request), read: readProvisionResponse }, options);
  }

  settings(queries: readonly SettingsQuery[], options?: SendOptions): Promise<EasAnswer<SettingsResponse>> {
    return this.ask('Settings', { element: writeSettingsRequest({ queries }), read: readSettingsResponse }, options);
  }

  folderSync(syncKey: string, options?: SendOptions): Promise<EasAnswer<FolderSyncResponse>> {
    const element = writeFolderSyncRequest({ syncKey });
    return this.ask('FolderSync', { element, read: readFolderSyncResponse }, options);
  }

  folderCreate(request: FolderCreateRequest, options?: SendOptions): Promise<EasAnswer<FolderCreateResponse>> {
    const element = writeFolderCreateRequest(request);
    return this.ask('FolderCreate', { element, read: readFolderCreateResponse }, options);
  }

  folderUpdate(request: FolderUpdateRequest, options?: SendOptions): Promise<EasAnswer<FolderUpdateResponse>> {
    const element = writeFolderUpdateRequest(request);
    return this.ask('FolderUpdate', { element, read: readFolderUpdateResponse }, options);
  }

  folderDelete(request: FolderDeleteRequest, options?: SendOptions): Promise<EasAnswer<FolderDeleteResponse>> {
    const element = writeFolderDeleteRequest(request);
    return this.ask('FolderDelete', { element, read: readFolderDeleteResponse }, options);
  }

  getItemEstimate(request: GetItemEstimateRequest, options?: SendOptions): Promise<EasAnswer<GetItemEstimateResponse>> {
    const element = writeGetItemEstimateRequest(request, this.protocolVersion);
    return this.ask('GetItemEstimate', { element, read: readGetItemEstimateResponse }, options);
  }

  /** An answer without a body means that nothing changed: `response` is then absent. */
  sync(request: SyncRequest | undefined, options?: SendOptions): Promise<EasAnswer<SyncResponse>> {
    const element = request && writeSyncRequest(request, this.protocolVersion);
    return this.ask('Sync', { element, read: readSyncResponse }, options);
  }

  /** Waits as long as the heartbeat and a little longer. As phones do, it sends no policy key. */
  ping(request: PingRequest, options: SendOptions = {}): Promise<EasAnswer<PingResponse>> {
    const heartbeat = request.heartbeatSeconds ?? LONGEST_HEARTBEAT_SECONDS;
    const timeoutMs = heartbeat * 1000 + PING_GRACE_MS;
    const question = { element: writePingRequest(request), read: readPingResponse };
    return this.ask('Ping', question, { timeoutMs, policyKey: null, ...options });
  }
}
