import type { Database, Transaction } from '@/lib/db/client';
import { notify } from '@/lib/db/notify';
import { SharedStatement } from '@/lib/db/shared-statement';
import { CONSOLE_CHANNEL, ENGINE_CHANNEL } from '@/lib/domain/signals';
import type { ConsoleSignal, EngineSignal } from '@/lib/domain/signals';

/** Wakes every front end once the transaction has committed; never, if it is rolled back. */
export async function signalEngine(tx: Transaction, signal: EngineSignal): Promise<void> {
  await notify(tx, ENGINE_CHANNEL, signal);
}

/**
 * Wakes every front end now, for what no row tells of: mail that came in. What many report at once is one statement.
 *
 * @throws if the database refuses it, as when it is longer than 8000 octets
 */
export async function signalEngineNow(db: Database, signal: EngineSignal): Promise<void> {
  await announcement.ask(db, signal);
}

const announcement = new SharedStatement<EngineSignal, { place: number }>({
  name: 'signal-engine',
  text: `
    SELECT t.place::int - 1 AS place, pg_notify('${ENGINE_CHANNEL}', t.payload)::text
    FROM unnest($1::text[]) WITH ORDINALITY AS t (payload, place)`,
  values: (signals) => [signals.map((signal) => JSON.stringify(signal))],
});

/** Tells open pages what has become stale, once the transaction has committed; never, if it is rolled back. */
export async function signalConsole(tx: Transaction, signal: ConsoleSignal): Promise<void> {
  await notify(tx, CONSOLE_CHANNEL, signal);
}
