import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { AutoBlockClock } from '@/engine/auto-block/auto-block-clock';
import { RateWatch } from '@/engine/auto-block/rate-watch';
import type { MailBackend } from '@/engine/backends/contract';
import type { NoticeMailer } from '@/engine/backends/notice-mailer';
import { ContactBuffer } from '@/engine/contacts/contact-buffer';
import type { Engine, EngineLimits } from '@/engine/exchange';
import type { ChangeHook } from '@/engine/http/change-hook';
import type { DemoMail } from '@/engine/http/demo-messages';
import { createEngineServer, type TlsFiles } from '@/engine/http/server';
import { Metrics } from '@/engine/metrics/metrics';
import { NoticeClock } from '@/engine/notices/notice-clock';
import { FormerDevices } from '@/engine/pipeline/former-device';
import { PasswordKeeper } from '@/engine/pipeline/password-keeper';
import { RefusalLog } from '@/engine/pipeline/refusal-log';
import { SignIn } from '@/engine/pipeline/sign-in';
import { ChangeGate } from '@/engine/push/change-gate';
import { confirmChanges } from '@/engine/sync-state/confirm-changes';
import { CutDetector } from '@/engine/push/cut-detector';
import { ExceptionClock } from '@/engine/push/exception-clock';
import { hearEngineSignals } from '@/engine/push/engine-signals';
import { HeldRecheck } from '@/engine/push/held-recheck';
import { HeldRequests } from '@/engine/push/held-requests';
import { MailWatches } from '@/engine/push/mail-watches';
import { PingBrake } from '@/engine/push/ping-brake';
import { Pace } from '@/engine/push/pace';
import type { TrustProxy } from '@/lib/config/trust-proxy';
import { createDatabase } from '@/lib/db/client';
import type { Logger } from '@/lib/log/logger';
import { knownProtocolVersions, protocolVersions } from '@/lib/protocol/eas/protocol-version';

/** Held requests that end by a change that concerns many: their phones come back with five requests each. */
const RECHECK_PACE = { atOnce: 50, perSecond: 100 };

const LONGEST_LOOK_MS = 240_000;

/** What is still written to phones at the end before their connections are cut. */
const FAREWELL_MS = 3000;
const SWEEP_MS = 50;

export type EngineOptions = {
  readonly databaseUrl: string;
  /** Most connections to it; default 20. */
  readonly databaseConnections?: number;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly trustProxy: TrustProxy;
  /** Under which phones reach it; null: as they call it. */
  readonly publicUrl: string | null;
  readonly limits: EngineLimits;
  /** Whether Windows Mobile 5 and 6 are served in 2.5; default false. */
  readonly servesLegacyVersion?: boolean;
  readonly backend: MailBackend;
  readonly demo: DemoMail | null;
  readonly hook?: ChangeHook | null;
  /** Sends notices to people of the console; left out: nobody does. */
  readonly noticeMailer?: NoticeMailer | null;
  readonly tls?: TlsFiles | null;
  /** Longest time between two looks at what begins and ends by itself; default four minutes. */
  readonly longestLookMs?: number;
  readonly allFigures?: (own: string) => Promise<string>;
  readonly log: Logger;
  readonly now: () => Date;
};

export type RunningEngine = {
  readonly port: number;
  /** For tests and for whoever embeds it. */
  readonly engine: Engine;
  /** Sends every held request home, writes what waits to be written, and lets go of everything. */
  stop(): Promise<void>;
};

/**
 * Puts an engine together and starts it.
 *
 * @returns once it listens, to phones and to signals of the console
 * @throws if the port is taken or the database cannot be reached
 */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { backend, log, now, limits } = options;
  const { db, close } = createDatabase(options.databaseUrl, {
    max: options.databaseConnections ?? 20,
    onConnectionError: (err) => log.warn({ err }, 'A connection to the database broke'),
  });
  const nowMs = () => now().getTime();
  const held: HeldRequests = new HeldRequests({
    confirmChanges: (hold, folderIds) =>
      confirmChanges({ db, backend }, { account: watches.accountOf(hold.mailbox), hold, folderIds }),
    onConfirmError: (err) => log.warn({ err }, 'Changes could not be looked up; the phone is asked to come'),
  });
  const gate = new ChangeGate({ held, othersMs: limits.gatherChangesMs });
  const signIn = new SignIn(backend, nowMs);
  const watches: MailWatches = new MailWatches({ backend, held, gate, onRefused: (account) => signIn.forget(account) });
  const contacts = new ContactBuffer(db, log);
  const metrics = new Metrics({
    heldRequests: () => held.count,
    mailWatches: () => watches.count,
    waitingContacts: () => contacts.size,
  });
  const passwords = new PasswordKeeper(db, log);
  const parts = {
    db,
    backend,
    signIn,
    formerDevices: new FormerDevices(db, nowMs),
    passwords,
    refusals: new RefusalLog(),
    rates: new RateWatch(),
    held,
    pingBrake: new PingBrake(),
    watches,
    cuts: new CutDetector(),
    contacts,
    metrics,
  };
  const versions = options.servesLegacyVersion ? knownProtocolVersions : protocolVersions;
  const engine: Engine = { ...parts, limits, versions, log, now };
  const recheck = new HeldRecheck({ db, held, now, log, pace: new Pace(RECHECK_PACE) });
  const { noticeMailer = null, publicUrl } = options;
  const notices = noticeMailer && new NoticeClock({ db, mailer: noticeMailer, publicUrl, now, log });
  const letGo = async () => {
    await notices?.close();
    await recheck.close();
    watches.close();
    gate.close();
    metrics.close();
    await backend.close();
    await close();
  };
  try {
    const { port, stopServing } = await serve(engine, options, { gate, recheck, notices });
    const stop = async () => {
      await stopServing();
      await contacts.flush();
      await passwords.close();
      await letGo();
    };
    return { port, engine, stop };
  } catch (error) {
    await letGo();
    throw error;
  }
}

type Listeners = { readonly gate: ChangeGate; readonly recheck: HeldRecheck; readonly notices: NoticeClock | null };

/** Hears signals, listens to phones, and looks at the clock. */
async function serve(engine: Engine, options: EngineOptions, { gate, recheck, notices }: Listeners) {
  const { held, log } = engine;
  const { trustProxy, publicUrl, demo, hook = null, tls = null, longestLookMs = LONGEST_LOOK_MS, allFigures } = options;
  const server = createEngineServer({ engine, trustProxy, publicUrl, demo, hook, tls, allFigures });
  const clocks = startClocks(engine, { recheckHeld: () => recheck.start(), longestLookMs });
  const signals = await hearEngineSignals({
    databaseUrl: options.databaseUrl,
    held,
    gate,
    log,
    recheckHeld: () => {
      recheck.start();
      clocks.soon();
    },
    onNoticeTest: () => notices?.wake(),
    onExceptions: () => clocks.soon(),
  }).catch(async (error: unknown) => {
    await clocks.close();
    throw error;
  });
  const port = await listenOn(server, options).catch(async (error: unknown) => {
    await clocks.close();
    await signals.close();
    throw error;
  });
  const stopServing = async () => {
    await farewell(server, held);
    await clocks.close();
    await signals.close();
  };
  return { port, stopServing };
}

type ClockOptions = { readonly recheckHeld: () => void; readonly longestLookMs: number };

/** For what begins and ends by itself, at its time. */
function startClocks({ db, held, now, log }: Engine, options: ClockOptions): { soon(): void; close(): Promise<void> } {
  const shared = { db, now, log, ...options };
  const clocks = [new ExceptionClock({ ...shared, held }), new AutoBlockClock(shared)];
  return {
    soon: () => clocks.forEach((clock) => clock.soon()),
    close: async () => {
      for (const clock of clocks) await clock.close();
    },
  };
}

async function listenOn(server: Server, { host, port }: EngineOptions): Promise<number> {
  server.listen({ host, port });
  await once(server, 'listening');
  // A server that listens on TCP has an address of this form.
  return (server.address() as AddressInfo).port;
}

/** Held requests are answered so that phones come back, to whoever listens then; others are finished, if they are quick. */
async function farewell(server: Server, held: HeldRequests): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  held.stop();
  // Phones keep their connections open after an answer.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
