import type { FinalAnswer } from '@/engine/answer';
import type { Account, MailBackend } from '@/engine/backends/contract';
import type { ContactBuffer } from '@/engine/contacts/contact-buffer';
import type { Metrics } from '@/engine/metrics/metrics';
import type { FormerDevices } from '@/engine/pipeline/former-device';
import type { PasswordKeeper } from '@/engine/pipeline/password-keeper';
import type { RefusalLog } from '@/engine/pipeline/refusal-log';
import type { SignIn } from '@/engine/pipeline/sign-in';
import type { CutDetector } from '@/engine/push/cut-detector';
import type { HeldRequests } from '@/engine/push/held-requests';
import type { PingBrake } from '@/engine/push/ping-brake';
import type { MailWatches } from '@/engine/push/mail-watches';
import type { Database } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import type { Logger } from '@/lib/log/logger';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import type { EasRequestLine } from '@/lib/protocol/http/eas-request-line';
import type { EasElement } from '@/lib/protocol/wbxml/element';

/** Bounds that the operator sets. */
export type EngineLimits = {
  readonly pingMinSeconds: number;
  readonly pingMaxSeconds: number;
  /** Heartbeat of a first Ping that names none. */
  readonly pingDefaultSeconds: number;
  /** How long changes other than arrivals are gathered before they wake anybody; default 2 s. */
  readonly gatherChangesMs?: number;
  readonly bodyLimitBytes: number;
  /** A request that has no answer by then is told "try later". A held one has its own time. */
  readonly deadlineMs: number;
};

/** What lives as long as the process. */
export type Engine = {
  readonly db: Database;
  readonly backend: MailBackend;
  readonly signIn: SignIn;
  readonly formerDevices: FormerDevices;
  readonly passwords: PasswordKeeper;
  readonly refusals: RefusalLog;
  readonly rates: DeedCounter;
  readonly held: HeldRequests;
  readonly pingBrake: PingBrake;
  readonly watches: Pick<MailWatches, 'ensure'>;
  readonly cuts: CutDetector;
  readonly contacts: ContactBuffer;
  readonly metrics: Metrics;
  readonly limits: EngineLimits;
  /** The protocol versions that phones are offered, oldest first. */
  readonly versions: readonly ProtocolVersion[];
  readonly log: Logger;
  readonly now: () => Date;
};

/** Counts what devices do. */
export type DeedCounter = {
  /** @param body null: the request was answered without it */
  note(exchange: Exchange, body: RequestBody | null): Promise<void>;
};

/** A POST whose request line is understood. */
export type EasRequest = {
  readonly requestId: string;
  readonly line: EasRequestLine;
  readonly address: string;
  readonly userAgent: string | null;
  /** Of the phone's owner, as the header says it. */
  readonly acceptLanguage: string | null;
  /** Aborted when the client is gone or the time is over. */
  readonly signal: AbortSignal;
  /** Position of the wake log before anything was read for this request. */
  readonly since: number;
};

/** What came after the request line: a document, a message, or neither. */
export type RequestBody = Pick<Exchange, 'document' | 'mime'>;

/** A request of a signed-in device, with everything that is decided from, and its document. */
export type Exchange = {
  readonly engine: Engine;
  readonly request: EasRequest;
  readonly ctx: DomainContext;
  readonly account: Account;
  readonly facts: DeviceFacts;
  /** The device waits in quarantine: the engine's mail store here is one that holds the notice and nothing else. */
  readonly isQuarantined: boolean;
  /** Undefined: the request had no body, or one of another kind. */
  readonly document: EasElement | undefined;
  /** The body of a command that sends mail, up to 12.1: a message (RFC 5322). */
  readonly mime: Uint8Array | undefined;
  /** Keeps a hash of the password before something is handed out that the device will have to prove itself with. */
  readonly keepPassword: () => Promise<void>;
  /** Reads the facts anew and decides from them; only if the device may still have data, `serve` answers. */
  readonly redecide: (serve: (current: Exchange) => Promise<FinalAnswer>) => Promise<FinalAnswer>;
  readonly log: Logger;
};
