import type { Database } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import type { Phones } from './phones';
import { heldBy, type Server } from './servers';

/** What is held while all of this happens. */
export type Scene = {
  readonly servers: readonly [Server, ...Server[]];
  readonly phones: Phones;
  readonly db: Database;
  readonly mailboxes: number;
  /** Phones 0 and on; the ones after it hold nothing. */
  readonly held: number;
};

/** The person who acts at the console. */
export const benchContext = (db: Database): DomainContext => ({
  db,
  actor: { kind: 'person', id: '018f0000-0000-7000-8000-000000000001', name: 'b', role: 'administrator' },
  requestId: 'bench',
  address: null,
  now: () => new Date(),
});

/** Requests that all servers hold. */
export async function heldInAll({ servers }: Scene): Promise<number> {
  const counts = await Promise.all(servers.map(heldBy));
  return counts.reduce((sum, each) => sum + each, 0);
}
