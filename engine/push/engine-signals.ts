import { listen, type Listener } from '@/lib/db/listen';
import { ENGINE_CHANNEL, EngineSignal } from '@/lib/domain/signals';
import type { Logger } from '@/lib/log/logger';
import type { ChangeGate } from './change-gate';
import type { HeldRequests } from './held-requests';

export type SignalOptions = {
  readonly databaseUrl: string;
  readonly held: HeldRequests;
  readonly gate: ChangeGate;
  readonly log: Logger;
  /** Messages may have been missed: looks up what is held. */
  readonly recheckHeld: () => Promise<void>;
};

/**
 * Ends held requests when the console, or another front end, says that something changed.
 *
 * @returns once signals are heard
 */
export async function hearEngineSignals(options: SignalOptions): Promise<Listener> {
  const { databaseUrl, held, log, recheckHeld } = options;
  return listen(databaseUrl, [ENGINE_CHANNEL], {
    onMessage: (_channel, payload) => {
      const signal = EngineSignal.safeParse(payload);
      if (!signal.success) {
        log.warn({ issues: signal.error.issues.length }, 'Signal not understood; everybody is asked to come again');
        held.wake({}, { why: 'recheck' });
        return;
      }
      carryOut(signal.data, options);
    },
    onReconnect: () => {
      log.info({ held: held.count }, 'Listening again; looking up what is held');
      recheckHeld().catch((err: unknown) => {
        // What cannot be looked up must not be left waiting on the strength of what was known before.
        log.error({ err }, 'Looking up held requests failed; everybody is asked to come again');
        held.wake({}, { why: 'recheck' });
      });
    },
    onError: (err) => log.warn({ err }, 'Listening for signals failed; connecting again'),
  });
}

function carryOut(signal: EngineSignal, { held, gate }: SignalOptions): void {
  switch (signal.kind) {
    case 'device': {
      const { mailbox, deviceKey } = signal;
      return held.wake({ mailbox, deviceKey }, { why: 'recheck' });
    }
    case 'mailbox': {
      const { mailbox, why, folderIds, hasArrivals = false } = signal;
      if (why !== 'mail') return held.wake({ mailbox }, { why: 'recheck' });
      const folders = folderIds ?? [null];
      return gate.announce(
        mailbox,
        folders.map((folderId) => ({ folderId, hasArrivals })),
      );
    }
    case 'all':
      return held.wake({}, { why: 'recheck' });
  }
}
