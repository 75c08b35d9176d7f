import { z } from 'zod';
import type { Database, Transaction } from '@/lib/db/client';
import { AccessLevel as StoredLevel, AccessOverride, BlockReason, Prisma } from '@/lib/db/generated/client';
import type { AccessFacts } from '@/lib/domain/access/decide-access';
import type { AccessLevel } from '@/lib/domain/devices/contract';
import { deviceName } from '@/lib/domain/devices/device-name';
import { lowerCase } from '@/lib/domain/enum-case';

/** Read together. All devices of a mailbox come together, since they count each other. */
const MAILBOXES_AT_A_TIME = 2000;

/** A device with all that the access decision depends on. */
export interface InventoryDevice extends AccessFacts {
  id: string;
  mailboxId: string;
  mailbox: string;
  deviceKey: string;
  name: string;
  /** What the decision came to when it was made last. */
  ruling: AccessLevel;
}

const Row = z.object({
  id: z.uuid(),
  mailboxId: z.uuid(),
  mailbox: z.string(),
  deviceKey: z.string(),
  friendlyName: z.string().nullable(),
  model: z.string().nullable(),
  deviceType: z.string(),
  os: z.string().nullable(),
  userAgent: z.string().nullable(),
  protocolVersion: z.string(),
  address: z.string().nullable(),
  accessOverride: z.enum(AccessOverride).transform((value) => lowerCase(value)),
  blockReason: z
    .enum(BlockReason)
    .nullable()
    .transform((value) => value && lowerCase(value)),
  isMailboxEnabled: z.boolean(),
  earlierDevices: z.int(),
  ruling: z.enum(StoredLevel).transform((value) => lowerCase(value)),
});

/**
 * Whether a device takes up one of the places of its mailbox. A refused one does not, and one that was removed is gone.
 *
 * @param alias of `device`
 */
export const takesPlaceSql = (alias: string): string =>
  `${alias}.block_reason IS NULL AND ${alias}.access_override <> 'BLOCK' AND ${alias}.removed_at IS NULL`;

const takesPlace = Prisma.raw(takesPlaceSql('d'));

/** All devices, or those of some mailboxes, mailbox by mailbox. */
export async function* listInventory(
  db: Database | Transaction,
  mailboxIds?: readonly string[],
): AsyncGenerator<InventoryDevice[]> {
  const among = mailboxIds ? Prisma.sql`AND m.id = ANY (${[...mailboxIds]}::uuid[])` : Prisma.empty;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const mailboxes = await db.$queryRaw<{ id: string }[]>`
      SELECT m.id FROM mailbox m WHERE m.id > ${after}::uuid ${among} ORDER BY m.id LIMIT ${MAILBOXES_AT_A_TIME}::int`;
    const last = mailboxes.at(-1);
    if (!last) return;
    yield await devicesOf(
      db,
      mailboxes.map(({ id }) => id),
    );
    after = last.id;
  }
}

async function devicesOf(db: Database | Transaction, mailboxIds: readonly string[]): Promise<InventoryDevice[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT d.id, m.id AS "mailboxId", m.name AS mailbox, d.device_key AS "deviceKey",
      d.friendly_name AS "friendlyName", d.model, d.device_type AS "deviceType", d.os, d.user_agent AS "userAgent",
      d.protocol_version AS "protocolVersion", d.last_address AS address, d.access_override::text AS "accessOverride",
      d.block_reason::text AS "blockReason", coalesce(m.is_eas_enabled, g.is_eas_enabled, TRUE) AS "isMailboxEnabled",
      (count(*) FILTER (WHERE ${takesPlace}) OVER (PARTITION BY m.id ORDER BY d.first_contact_at, d.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))::int AS "earlierDevices",
      d.access_ruling::text AS ruling
    FROM device d JOIN mailbox m ON m.id = d.mailbox_id LEFT JOIN mailbox_group g ON g.id = m.group_id
    WHERE m.id = ANY (${[...mailboxIds]}::uuid[])`;
  return rows.map((row) => {
    const { friendlyName, ...device } = Row.parse(row);
    return { ...device, name: deviceName({ ...device, friendlyName }) };
  });
}
