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
  /** Something that concerns many, or messages that may have been missed: what is held is looked up. */
  readonly recheckHeld: () => void;
  /** Somebody waits for a test mail. */
  readonly onNoticeTest: () => void;
  /** Exceptions of one mailbox changed. */
  readonly onExceptions: () => void;
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
        log.warn({ issues: signal.error.issues.length }, 'Signal not understood; looking up what is held');
        recheckHeld();
        return;
      }
      carryOut(signal.data, options);
    },
    onReconnect: () => {
      log.info({ held: held.count }, 'Listening again; looking up what is held');
      recheckHeld();
    },
    onError: (err) => log.warn({ err }, 'Listening for signals failed; connecting again'),
  });
}

function carryOut(signal: EngineSignal, { held, gate, recheckHeld, onNoticeTest, onExceptions }: SignalOptions): void {
  switch (signal.kind) {
    case 'device': {
      const { mailbox, deviceKey } = signal;
      return held.wake({ mailbox, deviceKey }, { why: 'recheck' });
    }
    case 'mailbox': {
      const { mailbox, why, folderIds, hasArrivals = false } = signal;
      if (why === 'exception') onExceptions();
      if (why !== 'mail') return held.wake({ mailbox }, { why: 'recheck' });
      const folders = folderIds ?? [null];
      return gate.announce(
        mailbox,
        folders.map((folderId) => ({ folderId, hasArrivals })),
      );
    }
    case 'notice_test':
      return onNoticeTest();
    case 'all':
      return recheckHeld();
  }
}
