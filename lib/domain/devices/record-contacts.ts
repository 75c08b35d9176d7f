import { type Database, poolOf } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import { mergeContacts } from '@/lib/domain/devices/contact-update';
import type { RecentHold } from '@/lib/domain/devices/contract';
import type { ContactUpdate, MergedContact } from '@/lib/domain/devices/contact-update';
import { CONSOLE_CHANNEL, type ConsoleSignal } from '@/lib/domain/signals';

// Implementation notes
// - One statement a batch, whatever its size: a heartbeat costs no transaction of its own.
// - Rows are locked in the order of their ids, so that two front ends that write the same devices cannot deadlock.
// - Batches may arrive late or twice mixed: what is older than the stored contact only adds to the counters.
// - The address history is touched only when an address is new or comes back; of the current one, `lastContactAt` says
//   when it was last seen.
// - Nothing in here may look at every row for every row: PostgreSQL has no index on what comes in. Whether a device has
//   other addresses in the batch is therefore told, and "not among these" is asked with NOT IN, which is hashed.
// - All parts of the statement see the table as it was before: the part that trims the address history therefore counts
//   what the part that adds to it is about to add.

/** What open pages are told. */
const stale: ConsoleSignal = { topic: 'devices' };
const RECENT_LIMIT = 20;
const HEARTBEATS_LIMIT = 10;
const LAST_HOLD = 9;
const RECENT_SPACING = '1 minute';
const ADDRESS_LIMIT = 10;

/**
 * Writes down who called: last contact, address with its short history, version, user agent, heartbeat, held requests, traffic, and
 * device events for a changed address or version; then tells open pages once. Devices that are gone are skipped.
 *
 * A held request that lasted longer than connections were cut before shows that they are not cut any more.
 *
 * Of a batch, a device's latest contact joins `recentContacts`, if it is at least a minute after the one before.
 */
export async function recordContacts(db: Database, batch: readonly ContactUpdate[]): Promise<void> {
  if (batch.length === 0) return;
  const contacts = mergeContacts(batch);
  const { text, values } = contactStatement(contacts);
  // One round trip, and none of the work that Prisma has with arrays of this length.
  await poolOf(db).query({ text, values });
}

function contactStatement(contacts: readonly MergedContact[]): Prisma.Sql {
  return Prisma.sql`
    WITH incoming AS (${incomingContacts(contacts)}),
    seen AS (${incomingAddresses(contacts)}),
    before AS (
      SELECT d.id, m.name AS mailbox, d.device_key, d.last_address, d.protocol_version, d.last_contact_at,
        i.at >= d.last_contact_at AS is_latest,
        i.address AS new_address, i.version AS new_version, i.at
      FROM incoming i JOIN device d ON d.id = i.device_id JOIN mailbox m ON m.id = d.mailbox_id
      ORDER BY d.id FOR NO KEY UPDATE OF d
    ),
    changed AS (${changedDevices}),
    moved AS (
      SELECT s.* FROM seen s JOIN before b ON b.id = s.device_id
      WHERE s.has_others OR s.address IS DISTINCT FROM b.last_address
    ),
    moved_devices AS (
      SELECT m.device_id, count(*) AS added, b.last_address, b.last_contact_at
      FROM moved m JOIN before b ON b.id = m.device_id
      GROUP BY m.device_id, b.last_address, b.last_contact_at
    ),
    ${addressHistory},
    events AS (
      INSERT INTO device_event (id, at, mailbox, device_key, type, details)
      SELECT gen_random_uuid(), b.at, b.mailbox, b.device_key, e.type, e.details
      FROM before b CROSS JOIN LATERAL (VALUES
        ('address_changed', b.last_address, b.new_address),
        ('version_changed', b.protocol_version, b.new_version)
      ) AS change (type, old, new)
      CROSS JOIN LATERAL (SELECT change.type, jsonb_build_object('from', change.old, 'to', change.new) AS details) e
      WHERE b.is_latest AND change.new IS NOT NULL AND change.old IS DISTINCT FROM change.new
    )
    SELECT pg_notify(${CONSOLE_CHANNEL}, ${JSON.stringify(stale)}) FROM (SELECT count(*) FROM changed) AS done`;
}

function incomingContacts(contacts: readonly MergedContact[]): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM unnest(
      ${contacts.map((each) => each.deviceId)}::uuid[], ${contacts.map((each) => each.at.toISOString())}::timestamptz[],
      ${contacts.map((each) => each.address)}::text[], ${contacts.map((each) => each.protocolVersion)}::text[],
      ${contacts.map((each) => each.userAgent)}::text[], ${contacts.map((each) => each.deviceType)}::text[],
      ${contacts.map((each) => each.heartbeatSeconds)}::int[], ${contacts.map((each) => each.bytesIn)}::bigint[],
      ${contacts.map((each) => each.bytesOut)}::bigint[], ${contacts.map((each) => each.bytesOutPlain)}::bigint[],
      ${contacts.map((each) => each.earlyEnds)}::int[], ${contacts.map((each) => each.cutAfterSeconds)}::int[],
      ${contacts.map((each) => each.cutSeenAt?.toISOString() ?? null)}::timestamptz[],
      ${contacts.map(({ holds }) => (holds.length > 0 ? JSON.stringify(holds) : null))}::jsonb[],
      ${contacts.map(({ holds }) => longestOf(holds))}::int[]
    ) AS t (device_id, at, address, version, user_agent, device_type, heartbeat, bytes_in, bytes_out, bytes_out_plain,
      early_ends, cut_after, cut_at, holds, longest_hold)`;
}

/** Of those that were not closed by the phone's side: these acquit what is on the way. Null: there is none. */
function longestOf(holds: readonly RecentHold[]): number | null {
  const lasted = holds.filter(({ outcome }) => outcome === 'whole' || outcome === 'news');
  return lasted.length > 0 ? Math.max(...lasted.map(({ seconds }) => seconds)) : null;
}

function incomingAddresses(contacts: readonly MergedContact[]): Prisma.Sql {
  const rows = contacts.flatMap(({ deviceId, addresses }) =>
    addresses.map((each) => ({ deviceId, ...each, hasOthers: addresses.length > 1 })),
  );
  return Prisma.sql`
    SELECT * FROM unnest(
      ${rows.map((each) => each.deviceId)}::uuid[], ${rows.map((each) => each.address)}::text[],
      ${rows.map((each) => each.firstSeenAt.toISOString())}::timestamptz[],
      ${rows.map((each) => each.lastSeenAt.toISOString())}::timestamptz[], ${rows.map((each) => each.hasOthers)}::boolean[]
    ) AS t (device_id, address, first_seen_at, last_seen_at, has_others)`;
}

const changedDevices = Prisma.sql`
  UPDATE device d SET
    bytes_in = d.bytes_in + i.bytes_in,
    bytes_out = d.bytes_out + i.bytes_out,
    bytes_out_plain = d.bytes_out_plain + i.bytes_out_plain,
    last_contact_at = greatest(d.last_contact_at, i.at),
    last_address = CASE WHEN b.is_latest THEN coalesce(i.address, d.last_address) ELSE d.last_address END,
    protocol_version = CASE WHEN b.is_latest THEN i.version ELSE d.protocol_version END,
    user_agent = CASE WHEN b.is_latest THEN coalesce(i.user_agent, d.user_agent) ELSE d.user_agent END,
    device_type = CASE WHEN b.is_latest THEN i.device_type ELSE d.device_type END,
    heartbeat_seconds = CASE WHEN b.is_latest THEN coalesce(i.heartbeat, d.heartbeat_seconds) ELSE d.heartbeat_seconds END,
    early_ends = d.early_ends + i.early_ends,
    cut_after_seconds = CASE
      WHEN i.cut_after IS NOT NULL THEN i.cut_after
      WHEN i.longest_hold > d.cut_after_seconds + greatest(2, d.cut_after_seconds * 0.03) THEN NULL
      ELSE d.cut_after_seconds
    END,
    cut_seen_at = coalesce(i.cut_at, d.cut_seen_at),
    recent_heartbeats = CASE
      WHEN b.is_latest AND i.heartbeat IS NOT NULL AND i.heartbeat IS DISTINCT FROM d.recent_heartbeats[1]
      THEN (array_prepend(i.heartbeat, d.recent_heartbeats))[1:${HEARTBEATS_LIMIT}::int]
      ELSE d.recent_heartbeats
    END,
    recent_holds = CASE
      WHEN i.holds IS NULL THEN d.recent_holds
      ELSE jsonb_path_query_array(i.holds || d.recent_holds, ${`$[0 to ${LAST_HOLD}]`}::jsonpath)
    END,
    recent_contacts = CASE
      WHEN d.recent_contacts[1] IS NULL OR i.at >= d.recent_contacts[1] + ${RECENT_SPACING}::interval
      THEN (array_prepend(i.at::timestamptz(3), d.recent_contacts))[1:${RECENT_LIMIT}::int]
      ELSE d.recent_contacts
    END
  FROM incoming i JOIN before b ON b.id = i.device_id
  WHERE d.id = b.id
  RETURNING d.id`;

const addressHistory = Prisma.sql`
  kept AS (
    INSERT INTO device_address (device_id, address, first_seen_at, last_seen_at)
    SELECT device_id, address, first_seen_at, last_seen_at FROM moved
    ON CONFLICT (device_id, address) DO UPDATE
      SET last_seen_at = greatest(device_address.last_seen_at, excluded.last_seen_at)
  ),
  left_behind AS (
    UPDATE device_address a SET last_seen_at = greatest(a.last_seen_at, d.last_contact_at)
    FROM moved_devices d
    WHERE a.device_id = d.device_id AND a.address = d.last_address
      AND (a.device_id, a.address) NOT IN (SELECT device_id, address FROM moved)
  ),
  trimmed AS (
    DELETE FROM device_address a
    USING (
      SELECT o.device_id, o.address, d.added + row_number() OVER (
        PARTITION BY o.device_id ORDER BY o.address IS NOT DISTINCT FROM d.last_address DESC, o.last_seen_at DESC) AS place
      FROM device_address o JOIN moved_devices d ON d.device_id = o.device_id
      WHERE (o.device_id, o.address) NOT IN (SELECT device_id, address FROM moved)
    ) old
    WHERE a.device_id = old.device_id AND a.address = old.address AND old.place > ${ADDRESS_LIMIT}
  )`;
