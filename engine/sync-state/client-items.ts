import type { Database } from '@/lib/db/client';
import { createHash } from 'node:crypto';

// Implementation notes
// - A phone that got no answer asks again, maybe at another front end and while the first request still runs. The row is
//   made before the work and completed after it, so the database decides who does it.
// - A row that is old and not completed was interrupted. Its work is done again under the same Message-ID, by which it is
//   recognised where it had come through after all.

export type ItemName = { readonly deviceId: string; readonly scope: string; readonly clientId: string };

export type Claim =
  /** Nobody has done it: whoever asked does it now. */
  | { readonly kind: 'new' }
  | { readonly kind: 'done'; readonly serverId: string | null }
  /** Another request is at it just now. */
  | { readonly kind: 'running' }
  /** Begun some time ago and never completed. */
  | { readonly kind: 'interrupted' };

/** Longer than any request lasts. */
const RUNNING_MS = 60_000;
const KEPT_MS = 7 * 86_400_000;

/** Takes it on, unless that was done before. */
export async function claimItem(db: Database, name: ItemName, now: Date): Promise<Claim> {
  const { count } = await db.clientItem.createMany({ data: [{ ...name, createdAt: now }], skipDuplicates: true });
  if (count === 1) {
    await db.clientItem.deleteMany({
      where: { deviceId: name.deviceId, createdAt: { lt: new Date(now.getTime() - KEPT_MS) } },
    });
    return { kind: 'new' };
  }
  const row = await db.clientItem.findUnique({ where: { deviceId_scope_clientId: name } });
  if (row?.doneAt) return { kind: 'done', serverId: row.serverId };
  const stale = new Date(now.getTime() - RUNNING_MS);
  const taken = await db.clientItem.updateMany({
    where: { ...name, doneAt: null, createdAt: { lt: stale } },
    data: { createdAt: now },
  });
  return { kind: taken.count === 1 ? 'interrupted' : 'running' };
}

/** It is done. */
export async function completeItem(
  db: Database,
  name: ItemName,
  result: { serverId: string | null; at: Date },
): Promise<void> {
  const { serverId, at } = result;
  await db.clientItem.updateMany({ where: name, data: { serverId, doneAt: at } });
}

/** It was not done and may be asked for again. */
export async function releaseItem(db: Database, name: ItemName): Promise<void> {
  await db.clientItem.deleteMany({ where: { ...name, doneAt: null } });
}

/** Nobody knows whether it was done: whoever is asked next looks for it first. */
export async function interruptItem(db: Database, name: ItemName, now: Date): Promise<void> {
  const createdAt = new Date(now.getTime() - RUNNING_MS - 1);
  await db.clientItem.updateMany({ where: { ...name, doneAt: null }, data: { createdAt } });
}

/** The same for the same item, however often it is made: by it a message is recognised after an interruption. */
export function messageIdOf({ deviceId, scope, clientId }: ItemName): string {
  const digest = createHash('sha256').update(`${deviceId}\0${scope}\0${clientId}`).digest('hex');
  return `<${digest.slice(0, 32)}@mobileadmin.invalid>`;
}
