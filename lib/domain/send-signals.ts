import type { Transaction } from '@/lib/db/client';
import { notify } from '@/lib/db/notify';
import { CONSOLE_CHANNEL, ENGINE_CHANNEL } from '@/lib/domain/signals';
import type { ConsoleSignal, EngineSignal } from '@/lib/domain/signals';

/** Wakes every front end once the transaction has committed; never, if it is rolled back. */
export async function signalEngine(tx: Transaction, signal: EngineSignal): Promise<void> {
  await notify(tx, ENGINE_CHANNEL, signal);
}

/** Tells open pages what has become stale, once the transaction has committed; never, if it is rolled back. */
export async function signalConsole(tx: Transaction, signal: ConsoleSignal): Promise<void> {
  await notify(tx, CONSOLE_CHANNEL, signal);
}
