import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { planFleet } from '@/engine/testing/fleet-plan';
import { SimulatedPhone } from '@/engine/testing/simulated-phone';

export interface FleetConfig {
  readonly engineUrl: string;
  /** Of every mailbox. Default `demo`. */
  readonly password?: string;
  /** Default 40. */
  readonly phones?: number;
  /** Default 2005. The same seed gives the same fleet. */
  readonly seed?: number;
  /** Of the mailboxes. Default `example.com`. */
  readonly domain?: string;
  /** How many phones are switched on in a second. Default 8. */
  readonly startsPerSecond?: number;
  /** Switches all of them off. */
  readonly signal: AbortSignal;
}

export interface Fleet {
  /** In the order in which they are switched on. */
  readonly phones: readonly SimulatedPhone[];
  /** Resolves when all phones are on. */
  readonly started: Promise<void>;
  /** Resolves when the signal has aborted and nothing runs any more. */
  readonly over: Promise<void>;
}

/** Switches on a fleet of simulated phones, a few at a time. */
export function startFleet(config: FleetConfig): Fleet {
  const { engineUrl, password = 'demo', phones: count = 40, seed = 2005, domain = 'example.com', signal } = config;
  const agent = new (engineUrl.startsWith('https:') ? https : http).Agent({ keepAlive: true });
  const phones = planFleet({ phones: count, seed, domain }).map(
    (plan) => new SimulatedPhone({ ...plan, engineUrl, password, agent }),
  );
  const started = switchOn(phones, config);
  return { phones, started, over: switchOff({ phones, started, signal }).finally(() => agent.destroy()) };
}

async function switchOn(
  phones: readonly SimulatedPhone[],
  { signal, startsPerSecond = 8 }: FleetConfig,
): Promise<void> {
  for (const phone of phones) {
    if (signal.aborted) return;
    phone.start();
    // Aborting ends the pause early; the loop then ends too.
    await sleepFor(1000 / startsPerSecond, undefined, { signal }).catch(() => undefined);
  }
}

interface Running {
  readonly phones: readonly SimulatedPhone[];
  readonly started: Promise<void>;
  readonly signal: AbortSignal;
}

async function switchOff({ phones, started, signal }: Running): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await started;
  await Promise.all(phones.map((phone) => phone.stop()));
}
