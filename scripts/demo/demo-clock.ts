import { randomUUID } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';

const DAY_MS = 86_400_000;

/** Contexts in the past, so that the history of the demo is written by the domain like any other. */
export type DemoClock = {
  at: (daysAgo: number) => Date;
  /** What Mobileadmin itself did then. */
  system: (daysAgo: number) => DomainContext;
  /** What an administrator did then. */
  administrator: (daysAgo: number) => DomainContext;
  /** What the engine did then on behalf of a phone. */
  phone: (daysAgo: number, address: string) => DomainContext;
};

/** Counts back from `now`; negative days lie ahead. */
export function createDemoClock(db: Database, now: Date): DemoClock {
  const at = (daysAgo: number) => new Date(now.getTime() - daysAgo * DAY_MS);
  const common = (daysAgo: number) => ({ db, requestId: randomUUID(), now: () => at(daysAgo) });
  return {
    at,
    system: (daysAgo) => ({
      ...common(daysAgo),
      address: null,
      actor: { kind: 'system', id: 'system', name: 'Demo', role: 'administrator' },
    }),
    administrator: (daysAgo) => ({
      ...common(daysAgo),
      address: '192.0.2.10',
      actor: { kind: 'person', id: 'demo', name: 'Jonas Weber', role: 'administrator' },
    }),
    phone: (daysAgo, address) => ({
      ...common(daysAgo),
      address,
      actor: { kind: 'device', id: 'demo', name: 'Demo', role: null },
    }),
  };
}

/** Something that was done at a time. */
export type DemoStep = { daysAgo: number; run: () => Promise<unknown> };

/** Does the steps in the order of their times, whoever planned them: the history is a chain and only grows. */
export async function runInOrder(steps: readonly DemoStep[]): Promise<void> {
  for (const { run } of steps.toSorted((a, b) => b.daysAgo - a.daysAgo)) await run();
}
