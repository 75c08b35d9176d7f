import type { Transaction } from '@/lib/db/client';
import { loadAccessBook } from '@/lib/domain/access/access-book';
import { decideAccess } from '@/lib/domain/access/decide-access';
import { listInventory } from '@/lib/domain/access/list-inventory';
import { upperCase } from '@/lib/domain/enum-case';

/**
 * Writes down for lists what the access decision comes to now, for all devices or those of some mailboxes. To be called
 * after what it depends on was changed, and before the history is written. The engine does not rely on it.
 */
export async function reassessDevices(tx: Transaction, mailboxIds?: readonly string[]): Promise<void> {
  const { rules, settings } = await loadAccessBook(tx);
  const ids: string[] = [];
  const levels: string[] = [];
  for await (const devices of listInventory(tx, mailboxIds)) {
    for (const device of devices) {
      const { level } = decideAccess(device, rules, settings);
      if (level === device.ruling) continue;
      ids.push(device.id);
      levels.push(upperCase(level));
    }
  }
  if (ids.length === 0) return;
  // In the order of their ids, as contacts are written: neither may wait for the other.
  await tx.$executeRaw`SELECT id FROM device WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    UPDATE device d SET access_ruling = t.level::"AccessLevel"
    FROM unnest(${ids}::uuid[], ${levels}::text[]) AS t (id, level) WHERE d.id = t.id`;
}
