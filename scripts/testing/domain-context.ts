import type { Database } from '@/lib/db/client';
import type { Actor, DomainContext } from '@/lib/domain/context';

/** A clock that stands still until a test moves it. */
export type TestClock = { now: () => Date; advance: (seconds: number) => void };

/** Starts at a fixed instant: no test depends on the day it runs. */
export function createClock(start = '2026-03-02T09:00:00.000Z'): TestClock {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    advance: (seconds) => {
      at += seconds * 1000;
    },
  };
}

type Asking = { db: Database; clock?: TestClock; actor?: Actor; address?: string | null };

/** The context of somebody who asks; an administrator at the console, unless told otherwise. */
export function contextOf({ db, clock = createClock(), actor = person('administrator'), address = null }: Asking) {
  return { db, actor, address, requestId: 'test', now: clock.now } satisfies DomainContext;
}

/** A person with this role who has no row of their own. */
export function person(role: 'administrator' | 'helpdesk' | 'auditor'): Actor {
  return { kind: 'person', id: `00000000-0000-7000-8000-00000000000${role.length % 10}`, name: `Test ${role}`, role };
}
