import { listen, type Listener } from '@/lib/db/listen';
import { ENGINE_CHANNEL, EngineSignal } from '@/lib/domain/signals';
import type { Logger } from '@/lib/log/logger';
import type { HeldRequests } from './held-requests';
import type { HoldEnd, WakeScope } from './wake-log';

export type SignalOptions = {
  readonly databaseUrl: string;
  readonly held: HeldRequests;
  readonly log: Logger;
  /** Messages may have been missed: looks up what is held. */
  readonly recheckHeld: () => Promise<void>;
};

/**
 * Ends held requests when the console, or another front end, says that something changed.
 *
 * @returns once signals are heard
 */
export async function hearEngineSignals({ databaseUrl, held, log, recheckHeld }: SignalOptions): Promise<Listener> {
  return listen(databaseUrl, [ENGINE_CHANNEL], {
    onMessage: (_channel, payload) => {
      const signal = EngineSignal.safeParse(payload);
      if (!signal.success) {
        log.warn({ issues: signal.error.issues.length }, 'Signal not understood; everybody is asked to come again');
        held.wake({}, { why: 'recheck' });
        return;
      }
      const { scope, end } = readSignal(signal.data);
      held.wake(scope, end);
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

function readSignal(signal: EngineSignal): { scope: WakeScope; end: HoldEnd } {
  switch (signal.kind) {
    case 'device':
      return { scope: { mailbox: signal.mailbox, deviceKey: signal.deviceKey }, end: { why: 'recheck' } };
    case 'mailbox': {
      const isMail = signal.why === 'mail' && signal.folderIds !== undefined;
      const end: HoldEnd = isMail ? { why: 'changes', folderIds: signal.folderIds ?? [] } : { why: 'recheck' };
      return { scope: { mailbox: signal.mailbox }, end };
    }
    case 'all':
      return { scope: {}, end: { why: 'recheck' } };
  }
}
