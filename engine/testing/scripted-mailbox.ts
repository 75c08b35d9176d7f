import { writeStatusResponse } from '@/lib/protocol/eas/command';
import { folderType, readFolderSyncRequest, writeFolderSyncResponse } from '@/lib/protocol/eas/folder-sync';
import { writePingResponse } from '@/lib/protocol/eas/ping';
import {
  type ProvisionRequest,
  provisionPhase,
  readProvisionRequest,
  policyTypeOf,
  writeProvisionResponse,
} from '@/lib/protocol/eas/provision';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { writeProvisionDocument } from '@/lib/protocol/eas/provision-document';
import { initialProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import { refusal } from '@/lib/protocol/eas/status';
import { readSyncRequest } from '@/lib/protocol/eas/sync-request';
import { writeSyncResponse } from '@/lib/protocol/eas/sync-response';
import { writeWapProvisioning } from '@/lib/protocol/eas/wap-provisioning';
import type { PeerAnswer, PeerQuestion } from '@/engine/testing/scripted-peer';

const TEMPORARY_KEY = 1001;
const FINAL_KEY = 2002;

/** A mailbox for tests of phones: one inbox, one policy, an order to wipe if the test gives one. Knows one device. */
export class ScriptedMailbox {
  password = 'secret';
  order: 'wipe' | 'delete' | null = null;
  /** What the phone said became of the order. */
  readonly reports: number[] = [];
  /** Whether a phone that does not apply the policy is refused. */
  isStrict = false;
  isBlocked = false;
  finalKey = FINAL_KEY;
  private readonly held = new Set<(status: number) => void>();
  private readonly unread = new Map<string, number>([['5', 3]]);

  /** Pings that are held at this moment. */
  get heldPings(): number {
    return this.held.size;
  }

  answer = (question: PeerQuestion): PeerAnswer | Promise<PeerAnswer> => {
    const { command } = question.line;
    if (question.credentials?.password !== this.password) return { http: 401 };
    if (command === 'Provision' && question.element)
      return this.provision(question, readProvisionRequest(question.element));
    if (command === 'Ping') return this.ping();
    const demand = this.demandFor(question);
    if (demand !== null) return this.refuse(question, demand);
    if (command === 'FolderSync' && question.element)
      return this.folders(readFolderSyncRequest(question.element).syncKey);
    if (command === 'Sync') return this.sync(question);
    return { element: writeStatusResponse(command, 1) };
  };

  /** Ends every held Ping with this status. */
  endPings(status: number): void {
    for (const end of this.held) end(status);
    this.held.clear();
  }

  /** Puts messages into the inbox. */
  deliver(messages: number): void {
    this.unread.set('5', messages);
    this.endPings(2);
  }

  private demandFor({ line }: PeerQuestion): number | null {
    if (this.order) return 140;
    if (this.isBlocked) return 129;
    if (line.policyKey.kind === 'present' && line.policyKey.value === this.finalKey) return null;
    return line.policyKey.kind === 'present' && line.policyKey.value === 0 ? 142 : 144;
  }

  private refuse({ line }: PeerQuestion, status: number): PeerAnswer {
    const { command, protocolVersion, policyKey } = line;
    const { http } = refusal(status, protocolVersion, { command, hasPolicyKey: policyKey.kind === 'present' });
    return http === 200 ? { element: writeStatusResponse(command, status) } : { http };
  }

  private provision({ line }: PeerQuestion, request: ProvisionRequest): PeerAnswer {
    const report = request.remoteWipe ?? request.accountOnlyRemoteWipe;
    if (report) {
      this.reports.push(report.status);
      if (report.status === 1) this.order = null;
    }
    const orders = { remoteWipe: this.order === 'wipe', accountOnlyRemoteWipe: this.order === 'delete' };
    if (this.order || report) return { element: writeProvisionResponse({ status: 1, ...orders }) };
    if (provisionPhase(request) === 'empty') return { element: writeProvisionResponse({ status: 1 }) };
    const { protocolVersion } = line;
    const policyType = policyTypeOf(protocolVersion);
    const [policy] = request.policies;
    if (policy?.status === undefined) {
      const settings = { ...initialProvisionSettings, DevicePasswordEnabled: true, MinDevicePasswordLength: 6 };
      const data =
        protocolVersion === LEGACY_VERSION
          ? { wapText: writeWapProvisioning(settings) }
          : { document: writeProvisionDocument(settings, protocolVersion) };
      const issued = { policyType, status: 1, policyKey: TEMPORARY_KEY, ...data };
      return { element: writeProvisionResponse({ status: 1, policies: [issued] }) };
    }
    if (policy.policyKey !== TEMPORARY_KEY)
      return { element: writeProvisionResponse({ status: 1, policies: [{ policyType, status: 5 }] }) };
    if (policy.status !== 1 && this.isStrict) return { element: writeProvisionResponse({ status: 139 }) };
    return {
      element: writeProvisionResponse({ status: 1, policies: [{ policyType, status: 1, policyKey: this.finalKey }] }),
    };
  }

  private folders(syncKey: string): PeerAnswer {
    const inbox = { serverId: '5', parentId: '0', displayName: 'Inbox', type: folderType.inbox };
    const changes = { added: syncKey === '0' ? [inbox] : [], updated: [], deleted: [] };
    return { element: writeFolderSyncResponse({ status: 1, syncKey: '1', changes }) };
  }

  private sync({ element, line }: PeerQuestion): PeerAnswer {
    const [collection] = element ? readSyncRequest(element, line.protocolVersion).collections : [];
    const { syncKey = '0', collectionId = '5', class: itemClass } = collection ?? {};
    const count = syncKey === '0' ? 0 : (this.unread.get(collectionId) ?? 0);
    if (count > 0) this.unread.set(collectionId, 0);
    const next = String(Number(syncKey) + 1);
    const changes = Array.from({ length: count }, (_each, index) => ({
      kind: 'add' as const,
      serverId: `5:${next}${index}`,
      properties: [],
    }));
    const answered = { class: itemClass, syncKey: next, collectionId, status: 1, changes };
    return { element: writeSyncResponse({ collections: [answered] }, line.protocolVersion) };
  }

  private async ping(): Promise<PeerAnswer> {
    if (this.order) return { element: writePingResponse({ status: 7 }) };
    const status = await new Promise<number>((resolve) => this.held.add(resolve));
    const folders = status === 2 ? ['5'] : undefined;
    return { element: writePingResponse({ status, folders, heartbeatSeconds: status === 5 ? 120 : undefined }) };
  }
}
