import { setImmediate as immediate } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { afterAll, expect, vi } from 'vitest';
import { DemoBackend } from '@/engine/backends/demo/demo-backend';
import type { EngineLimits } from '@/engine/exchange';
import { findDisagreement } from '@/engine/testing/independent-decoder';
import { EasClient, type EasClientConfig } from '@/engine/testing/eas-client';
import { type EngineOptions, type RunningEngine, startEngine } from '@/engine/start-engine';
import { createLogger } from '@/lib/log/logger';
import type { Database } from '@/lib/db/client';
import type { CommandKind, CommandView } from '@/lib/domain/commands/contract';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import type { FetchOperation } from '@/lib/protocol/eas/item-operations';
import { policyTypeOf } from '@/lib/protocol/eas/provision';
import type { RequestedCollection, SyncRequest } from '@/lib/protocol/eas/sync-request';
import type { AnsweredCollection } from '@/lib/protocol/eas/sync-response';
import type { DomainContext } from '@/lib/domain/context';
import { assignPolicy } from '@/lib/domain/policies/assign-policy';
import { PolicyInput, type PolicyRules, type PolicySettings, type PolicyView } from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';

/** An engine over its real port, with the demo back end and a clock and log that a test can get hold of. */
export type EngineUnderTest = RunningEngine & {
  readonly url: string;
  readonly backend: DemoBackend;
  /** Everything that was logged so far. */
  readonly logged: () => string;
  /** Puts the engine's clock forward. */
  readonly passTime: (ms: number) => void;
  /** A phone of this mailbox, already knowing address and password. */
  readonly phone: (config?: Partial<EasClientConfig>) => EasClient;
};

/** What an engine under test is bound to, unless told otherwise. */
export const usualLimits: EngineLimits = {
  pingMinSeconds: 60,
  pingMaxSeconds: 3540,
  pingDefaultSeconds: 900,
  bodyLimitBytes: 4 * 1024 * 1024,
  deadlineMs: 25_000,
};

/** Nobody tells the engine that its clock was put forward. */
const LONGEST_LOOK_MS = 500;
const PATIENCE_MS = 120_000;
/** At a time. */
const DECODERS = 4;

let phones = 0;
let policies = 0;

/** Starts one for a test file; stopped when the file is through. */
export async function useEngine(databaseUrl: string, options: Partial<EngineOptions> = {}): Promise<EngineUnderTest> {
  // What is tested here is promised in milliseconds, but on a machine that is busy otherwise everything takes its time.
  vi.setConfig({ testTimeout: PATIENCE_MS });
  let aheadMs = 0;
  const lines: string[] = [];
  const now = () => new Date(Date.now() + aheadMs);
  const backend = new DemoBackend({ password: 'demo', now });
  const log = createLogger({ name: 'engine', level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const running = await startEngine({
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    trustProxy: { kind: 'count', count: 0 },
    publicUrl: null,
    limits: usualLimits,
    backend,
    demo: { isPublic: false, deliver: (mailbox, raw) => backend.deliver(mailbox, raw) },
    longestLookMs: LONGEST_LOOK_MS,
    log,
    now,
    ...options,
  });
  const documents = new Map<string, Uint8Array>();
  afterAll(async () => {
    await running.stop();
    expect(await disagreements([...documents.values()])).toEqual([]);
  }, PATIENCE_MS);
  const url = `http://127.0.0.1:${running.port}`;
  const phone = (config: Partial<EasClientConfig> = {}) => {
    phones += 1;
    return new EasClient({
      engineUrl: url,
      user: `owner${phones}@example.com`,
      password: 'demo',
      deviceId: `PHONE${phones}`,
      deviceType: 'iPhone',
      userAgent: 'Apple-iPhone15C4/2206.76',
      protocolVersion: '16.1',
      onDocument: (wbxml) => documents.set(createHash('sha256').update(wbxml).digest('base64'), wbxml),
      ...config,
    });
  };
  return { ...running, url, backend, logged: () => lines.join(''), passTime: (ms) => (aheadMs += ms), phone };
}

/** Every answer is read back by a decoder that is not ours: what it makes of them otherwise. */
async function disagreements(documents: readonly Uint8Array[]): Promise<string[]> {
  const found: string[] = [];
  const waiting = documents.values();
  const work = async () => {
    for (const wbxml of waiting) {
      const disagreement = await findDisagreement(wbxml);
      if (disagreement !== null) found.push(disagreement);
    }
  };
  await Promise.all(Array.from({ length: DECODERS }, work));
  return found;
}

/** Waits for what an engine does behind the request, by asking the database until it is there. */
export async function until<Value>(ask: () => Promise<Value | null | undefined | false>): Promise<Value> {
  const giveUpAt = Date.now() + PATIENCE_MS / 2;
  for (;;) {
    const value = await ask();
    if (value !== null && value !== undefined && value !== false) return value;
    await immediate(); // lets what is asked about happen
    if (Date.now() > giveUpAt) throw new Error('It did not happen');
  }
}

/** The person who acts at the console. */
export const consoleContext = (db: Database): DomainContext => ({
  db,
  actor: { kind: 'person', id: '018f0000-0000-7000-8000-000000000001', name: 'Ada Admin', role: 'administrator' },
  requestId: 'console',
  address: null,
  now: () => new Date(),
});

type PolicyOptions = Partial<PolicyRules>;

/** Gives a mailbox a policy of its own, as the console does. */
export async function givePolicy(
  db: Database,
  mailbox: string,
  { settings, ...options }: PolicyOptions & { settings: Partial<PolicySettings> },
): Promise<PolicyView> {
  const ctx = consoleContext(db);
  policies += 1;
  const input = { name: `Policy ${policies}`, settings, ...options };
  const policy = await createPolicy(ctx, PolicyInput.parse(input));
  const { id } = await db.mailbox.upsert({ where: { name: mailbox }, create: { name: mailbox }, update: {} });
  await assignPolicy(ctx, { policyId: policy.id, mailboxIds: [id], groupIds: [] });
  return policy;
}

/** Takes a phone through both phases; unless it says otherwise, it follows its policy. */
export async function followPolicy(phone: EasClient, status = 1): Promise<void> {
  const policyType = policyTypeOf(phone.protocolVersion);
  const told = await phone.provision({ policies: [{ policyType }] });
  const policyKey = told.response?.policies?.[0]?.policyKey;
  const acknowledged = await phone.provision({ policies: [{ policyType, policyKey, status }] });
  const key = acknowledged.response?.policies?.[0]?.policyKey;
  if (key === undefined) throw new Error('The phone got no policy key');
  phone.policyKey = key;
}

/** The row of the phone. */
export const deviceOf = (db: Database, phone: EasClient) =>
  db.device.findFirstOrThrow({
    where: { mailbox: { name: phone.user }, deviceKey: phone.deviceId.toLowerCase() },
  });

/** Orders something for the phone, as the helpdesk does. */
export async function order(db: Database, phone: EasClient, kind: CommandKind): Promise<CommandView> {
  const { id: deviceId } = await deviceOf(db, phone);
  return queueCommand(consoleContext(db), { deviceId, kind, reason: 'left in a taxi' });
}

/** One collection of a Sync. */
export const collection = (syncKey: string, rest: Partial<RequestedCollection> = {}): RequestedCollection => ({
  syncKey,
  collectionId: 'inbox',
  deletesAsMoves: true,
  changes: [],
  ...rest,
});

/** A Sync of these collections. */
export const syncOf = (...collections: RequestedCollection[]): SyncRequest => ({ collections, isPartial: false });

/** A Fetch of ItemOperations, in no form of its own unless it names one. */
export const fetchOf = (
  target: FetchOperation['target'],
  options: Partial<FetchOperation['options']> = {},
): FetchOperation => ({
  kind: 'fetch',
  store: 'Mailbox',
  target,
  options: { bodyPreferences: [], bodyPartPreferences: [], ...options },
  removesRightsManagement: false,
});

/** The ids of what an answer adds. */
export const addedBy = (answered: Pick<AnsweredCollection, 'changes'> | undefined): string[] =>
  (answered?.changes ?? []).flatMap(({ kind, serverId }) => (kind === 'add' ? [serverId] : []));
