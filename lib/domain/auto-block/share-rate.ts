import type { Database } from '@/lib/db/client';
import type { RateKind } from '@/lib/domain/auto-block/contract';

/** How often something was done in a part of the window that begins at `at`. */
export interface RateSlot {
  at: Date;
  count: number;
}

export interface SharedRate {
  deviceId: string;
  kind: RateKind;
  subject: string;
  /** What this front end has counted since it shared last. */
  slots: readonly RateSlot[];
  /** Where the window begins. */
  from: Date;
}

/**
 * Adds what one front end has counted to what all have.
 *
 * @returns how often all have counted it since `from`; of those that share in the same moment, some may not be in it
 */
export async function shareRate(db: Database, rate: SharedRate): Promise<number> {
  const { deviceId, kind, subject, slots, from } = rate;
  const [row] = await db.$queryRaw<{ count: number }[]>`
    WITH held AS (
      -- Device before counts, as whoever removes it takes them.
      SELECT id FROM device WHERE id = ${deviceId}::uuid FOR KEY SHARE
    ), added AS (
      INSERT INTO device_rate (device_id, kind, subject, slot_at, count)
      SELECT held.id, ${kind}, ${subject}, t.slot_at, t.count
      FROM held, unnest(${slots.map(({ at }) => at)}::timestamptz[], ${slots.map(({ count }) => count)}::int[])
        AS t (slot_at, count)
      ORDER BY t.slot_at
      ON CONFLICT (device_id, kind, subject, slot_at) DO UPDATE SET count = device_rate.count + excluded.count
      RETURNING slot_at, count
    )
    SELECT (coalesce((SELECT sum(count) FROM added WHERE slot_at >= ${from}), 0)
      + coalesce((SELECT sum(r.count) FROM device_rate r
        WHERE r.device_id = ${deviceId}::uuid AND r.kind = ${kind} AND r.subject = ${subject}
          AND r.slot_at >= ${from} AND r.slot_at NOT IN (SELECT slot_at FROM added)), 0))::int AS count`;
  return row?.count ?? 0;
}

/** Forgets what lies before every window. */
export async function forgetRates(db: Database, before: Date): Promise<void> {
  await db.deviceRate.deleteMany({ where: { slotAt: { lt: before } } });
}
