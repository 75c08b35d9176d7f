import type { Agent } from 'node:http';
import type { EasCommand } from '@/lib/protocol/eas/command';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  type FolderSyncResponse,
  readFolderSyncResponse,
  writeFolderSyncRequest,
} from '@/lib/protocol/eas/folder-sync';
import { type PingRequest, type PingResponse, readPingResponse, writePingRequest } from '@/lib/protocol/eas/ping';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
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
import { encodeBase64Query } from '@/lib/protocol/http/base64-query';
import { encodeBasicCredentials } from '@/lib/protocol/http/basic-credentials';
import { encodePlainQuery } from '@/lib/protocol/http/plain-query';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import type { EasAnswer } from '@/engine/testing/eas-answer';
import { exchange, type HttpReply } from '@/engine/testing/http-exchange';

export interface EasClientConfig {
  /** Scheme, host and port; the path is added. */
  readonly engineUrl: string;
  readonly user: string;
  readonly password: string;
  readonly deviceId: string;
  readonly deviceType: string;
  readonly userAgent: string;
  readonly protocolVersion: ProtocolVersion;
  /** Default `plain`. */
  readonly queryForm?: 'plain' | 'base64';
  /** Default true. */
  readonly acceptsGzip?: boolean;
  /** Default 0. `null`: a device that cannot provision, and so sends no key at all. */
  readonly policyKey?: number | null;
  /** Share one with `keepAlive` among many clients. Default: Node's own. */
  readonly agent?: Agent;
  /** For everything but Ping. Default 30 seconds, as phones have it. */
  readonly timeoutMs?: number;
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of the client's own; `null` for none. */
  readonly policyKey?: number | null;
}

export interface OptionsAnswer extends EasAnswer<never> {
  readonly versions: readonly string[];
  readonly commands: readonly string[];
}

const ENDPOINT = '/Microsoft-Server-ActiveSync';
const WBXML_TYPE = 'application/vnd.ms-sync.wbxml';
const DEFAULT_TIMEOUT_MS = 30_000;
const LONGEST_HEARTBEAT_SECONDS = 3540;
const PING_GRACE_MS = 30_000;

const answerLimits = { maxElements: 1_000_000, maxTokens: 10_000_000 };

/** One device's way to speak to the engine: no memory but policy key, password and version, which may be changed. */
export class EasClient {
  policyKey: number | null;
  password: string;
  protocolVersion: ProtocolVersion;

  constructor(private readonly config: EasClientConfig) {
    this.policyKey = config.policyKey === undefined ? 0 : config.policyKey;
    this.password = config.password;
    this.protocolVersion = config.protocolVersion;
  }

  get user(): string {
    return this.config.user;
  }

  get deviceId(): string {
    return this.config.deviceId;
  }

  /** Which versions and commands the engine offers. Carries no version and no key. */
  async options({ signal, timeoutMs, headers }: SendOptions = {}): Promise<OptionsAnswer> {
    const reply = await exchange({
      method: 'OPTIONS',
      url: `${this.config.engineUrl}${ENDPOINT}`,
      headers: { ...this.commonHeaders(), ...headers },
      agent: this.config.agent,
      signal,
      timeoutMs: timeoutMs ?? this.timeoutMs,
    });
    const list = (name: string) =>
      String(reply.headers[name] ?? '')
        .split(',')
        .filter((each) => each !== '');
    return { ...reply, versions: list('ms-asprotocolversions'), commands: list('ms-asprotocolcommands') };
  }

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

  /** Any command with any document, or none. */
  async raw(command: EasCommand, element?: EasElement, options: SendOptions = {}): Promise<EasAnswer<never>> {
    const reply = await this.post(command, element && encodeWbxml(element), options);
    const isDocument = reply.body.length > 0 && reply.headers['content-type']?.startsWith(WBXML_TYPE);
    return { ...reply, element: isDocument ? decodeWbxml(reply.body, answerLimits) : undefined };
  }

  /** Any command with any bytes as its body, for what no well-behaved client would send. */
  post(command: EasCommand, body: Uint8Array | undefined, options: SendOptions = {}): Promise<HttpReply> {
    const policyKey = options.policyKey === undefined ? this.policyKey : options.policyKey;
    return exchange({
      method: 'POST',
      url: `${this.config.engineUrl}${ENDPOINT}?${this.query(command, policyKey)}`,
      headers: {
        ...this.commonHeaders(),
        ...(body ? { 'content-type': WBXML_TYPE } : {}),
        ...(this.isPlain ? this.plainHeaders(policyKey) : {}),
        ...options.headers,
      },
      body,
      agent: this.config.agent,
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? this.timeoutMs,
    });
  }

  private async ask<T>(command: EasCommand, question: Question<T>, options?: SendOptions): Promise<EasAnswer<T>> {
    const answer = await this.raw(command, question.element, options);
    return { ...answer, response: answer.element && readOrNothing(question.read, answer.element) };
  }

  private get timeoutMs(): number {
    return this.config.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  private get isPlain(): boolean {
    return this.config.queryForm !== 'base64';
  }

  private query(command: EasCommand, policyKey: number | null): string {
    const { user, deviceId, deviceType } = this.config;
    if (this.isPlain) return encodePlainQuery({ command, user, deviceId, deviceType });
    const { protocolVersion } = this;
    return encodeBase64Query({ protocolVersion, command, deviceId, deviceType, policyKey: policyKey ?? undefined });
  }

  private commonHeaders(): Record<string, string> {
    return {
      authorization: encodeBasicCredentials(this.config.user, this.password),
      'user-agent': this.config.userAgent,
      ...(this.config.acceptsGzip === false ? {} : { 'accept-encoding': 'gzip' }),
    };
  }

  private plainHeaders(policyKey: number | null): Record<string, string> {
    const version = { 'ms-asprotocolversion': this.protocolVersion };
    return policyKey === null ? version : { ...version, 'x-ms-policykey': String(policyKey) };
  }
}

interface Question<T> {
  readonly element: EasElement | undefined;
  readonly read: (element: EasElement) => T;
}

/** A document that is not the expected one stays readable as an element; it is no reason to fail. */
function readOrNothing<T>(read: (element: EasElement) => T, element: EasElement): T | undefined {
  try {
    return read(element);
  } catch (error) {
    if (error instanceof EasFormatError) return undefined;
    throw error;
  }
}
