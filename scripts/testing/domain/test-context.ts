import { randomBytes } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import type { Actor, DomainContext } from '@/lib/domain/context';

/** A clock that stands still until a test moves it. */
export class TestClock {
  private at = new Date('2026-03-01T08:00:00.000Z');

  readonly now = (): Date => new Date(this.at);

  advance(time: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = time;
    this.at = new Date(this.at.getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
  }
}

/** One person of each role, a token, and a phone on whose behalf the engine acts. */
export const actors = {
  administrator: {
    kind: 'person',
    id: '018f0000-0000-7000-8000-000000000001',
    name: 'Ada Admin',
    role: 'administrator',
  },
  helpdesk: { kind: 'person', id: '018f0000-0000-7000-8000-000000000002', name: 'Hal Helpdesk', role: 'helpdesk' },
  auditor: { kind: 'person', id: '018f0000-0000-7000-8000-000000000003', name: 'Aud Auditor', role: 'auditor' },
  token: { kind: 'token', id: '018f0000-0000-7000-8000-000000000004', name: 'nightly script', role: 'helpdesk' },
  phone: { kind: 'device', id: 'phone', name: 'phone', role: null },
} as const satisfies Record<string, Actor>;

/** Contexts for every actor, over one database and one clock. */
export function testContexts(db: Database, clock = new TestClock()) {
  const as = (actor: Actor): DomainContext => ({
    db,
    actor,
    requestId: `test-${randomBytes(4).toString('hex')}`,
    address: '192.0.2.1',
    now: clock.now,
  });
  return {
    clock,
    administrator: as(actors.administrator),
    helpdesk: as(actors.helpdesk),
    auditor: as(actors.auditor),
    token: as(actors.token),
    phone: as(actors.phone),
  };
}
