import type { Agent } from 'node:http';
import { readAutodiscoverResponse, type DiscoveredSettings } from '@/lib/protocol/autodiscover/autodiscover-response';
import { writeAutodiscoverRequest } from '@/lib/protocol/autodiscover/autodiscover-request';
import type { EasCommand } from '@/lib/protocol/eas/command';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { encodeBase64Query } from '@/lib/protocol/http/base64-query';
import { encodeBasicCredentials } from '@/lib/protocol/http/basic-credentials';
import type { CommandParameters } from '@/lib/protocol/http/eas-request-line';
import { decodeMultipartAnswer, MULTIPART_TYPE } from '@/lib/protocol/http/multipart-answer';
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
  /** Sees the WBXML of every answer that has one. */
  readonly onDocument?: (wbxml: Uint8Array) => void;
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of the client's own; `null` for none. */
  readonly policyKey?: number | null;
  /** In the query, for commands up to 12.1. */
  readonly parameters?: Partial<CommandParameters>;
  /** Data of ItemOperations is to come outside of the document. */
  readonly acceptMultipart?: boolean;
  /** Of a body that is no WBXML. */
  readonly contentType?: string;
}

export interface OptionsAnswer extends EasAnswer<never> {
  readonly versions: readonly string[];
  readonly commands: readonly string[];
}

/** An answer to Autodiscover; `settings` if it could be read. */
export interface DiscoveryAnswer extends HttpReply {
  readonly settings?: DiscoveredSettings;
}

/** What is sent, as a document or as other bytes, and how the document of the answer is read. */
export interface Question<T> {
  readonly element?: EasElement;
  readonly body?: Uint8Array;
  readonly read: (element: EasElement) => T;
}

const ENDPOINT = '/Microsoft-Server-ActiveSync';
const WBXML_TYPE = 'application/vnd.ms-sync.wbxml';
const DEFAULT_TIMEOUT_MS = 30_000;

const ANSWER_BYTES = 64 * 1024 * 1024;
const answerLimits = {
  maxElements: 1_000_000,
  maxTokens: 10_000_000,
  maxStringBytes: ANSWER_BYTES,
  maxOpaqueBytes: ANSWER_BYTES,
};

/** One device's way to speak to the engine: no memory but policy key, password and version, which may be changed. */
export class EasTransport {
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

  /** Asks where the server is. Without an address there is no body, as some phones do it. */
  async autodiscover(
    emailAddress?: string,
    schema: 'mobilesync' | 'outlook' = 'mobilesync',
    { signal, timeoutMs, headers }: SendOptions = {},
  ): Promise<DiscoveryAnswer> {
    const body = emailAddress === undefined ? undefined : Buffer.from(writeAutodiscoverRequest(emailAddress, schema));
    const reply = await exchange({
      method: 'POST',
      url: `${this.config.engineUrl}/autodiscover/autodiscover.xml`,
      headers: { ...this.commonHeaders(), 'content-type': 'text/xml', ...headers },
      body,
      agent: this.config.agent,
      signal,
      timeoutMs: timeoutMs ?? this.timeoutMs,
    });
    const isXml = reply.body.length > 0 && reply.headers['content-type']?.startsWith('text/xml');
    return { ...reply, settings: isXml ? readAutodiscoverResponse(reply.body) : undefined };
  }

  /** Any command with any document, or none. */
  raw(command: EasCommand, element?: EasElement, options: SendOptions = {}): Promise<EasAnswer<never>> {
    return this.send(command, element && encodeWbxml(element), options);
  }

  /** Any command with any bytes as its body, for what no well-behaved client would send. */
  post(command: EasCommand, body: Uint8Array | undefined, options: SendOptions = {}): Promise<HttpReply> {
    const policyKey = options.policyKey === undefined ? this.policyKey : options.policyKey;
    return exchange({
      method: 'POST',
      url: `${this.config.engineUrl}${ENDPOINT}?${this.query(command, policyKey, options)}`,
      headers: {
        ...this.commonHeaders(),
        ...(body ? { 'content-type': options.contentType ?? WBXML_TYPE } : {}),
        ...(this.isPlain ? this.plainHeaders(policyKey, options) : {}),
        ...options.headers,
      },
      body,
      agent: this.config.agent,
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? this.timeoutMs,
    });
  }

  /** One command of a client that behaves. */
  protected async ask<T>(command: EasCommand, question: Question<T>, options?: SendOptions): Promise<EasAnswer<T>> {
    const body = question.element ? encodeWbxml(question.element) : question.body;
    const answer = await this.send(command, body, options);
    return { ...answer, response: answer.element && readOrNothing(question.read, answer.element) };
  }

  private async send(command: EasCommand, body?: Uint8Array, options?: SendOptions): Promise<EasAnswer<never>> {
    const reply = await this.post(command, body, options);
    const type = reply.body.length > 0 ? reply.headers['content-type'] : undefined;
    if (type?.startsWith(MULTIPART_TYPE)) {
      const { document, parts } = decodeMultipartAnswer(reply.body);
      this.config.onDocument?.(document);
      return { ...reply, element: decodeWbxml(document, answerLimits), parts };
    }
    if (type?.startsWith(WBXML_TYPE)) this.config.onDocument?.(reply.body);
    return { ...reply, element: type?.startsWith(WBXML_TYPE) ? decodeWbxml(reply.body, answerLimits) : undefined };
  }

  private get timeoutMs(): number {
    return this.config.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  private get isPlain(): boolean {
    return this.config.queryForm !== 'base64';
  }

  private query(command: EasCommand, policyKey: number | null, options: SendOptions): string {
    const { user, deviceId, deviceType } = this.config;
    const { saveInSent, attachmentName, collectionId, itemId, longId, occurrence } = options.parameters ?? {};
    const parameters = {
      AttachmentName: attachmentName,
      CollectionId: collectionId,
      ItemId: itemId,
      LongId: longId,
      Occurrence: occurrence,
    };
    if (this.isPlain) {
      const SaveInSent = saveInSent === undefined ? undefined : saveInSent ? 'T' : 'F';
      return encodePlainQuery({ command, user, deviceId, deviceType, parameters: { ...parameters, SaveInSent } });
    }
    const { protocolVersion } = this;
    const { acceptMultipart } = options;
    const key = policyKey ?? undefined;
    const fields = { protocolVersion, command, deviceId, deviceType, policyKey: key, parameters };
    return encodeBase64Query({ ...fields, saveInSent, acceptMultipart });
  }

  private commonHeaders(): Record<string, string> {
    return {
      authorization: encodeBasicCredentials(this.config.user, this.password),
      'user-agent': this.config.userAgent,
      ...(this.config.acceptsGzip === false ? {} : { 'accept-encoding': 'gzip' }),
    };
  }

  private plainHeaders(policyKey: number | null, { acceptMultipart }: SendOptions): Record<string, string> {
    return {
      'ms-asprotocolversion': this.protocolVersion,
      ...(policyKey === null ? {} : { 'x-ms-policykey': String(policyKey) }),
      ...(acceptMultipart ? { 'ms-asacceptmultipart': 'T' } : {}),
    };
  }
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
