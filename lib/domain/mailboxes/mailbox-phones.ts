import type { Database } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/client';
import { takesPlaceSql } from '@/lib/domain/access/list-inventory';
import type { MailboxPhones } from '@/lib/domain/mailboxes/contract';

interface PhonesRow {
  own: boolean | null;
  /** Null: there is no group. */
  ofGroup: boolean | null;
  maxDevices: number | null;
  placesTaken: number;
}

const takesPlace = Prisma.raw(takesPlaceSql('d'));

/** Whether phones may be used with a mailbox, by whose word, and how many; null if there is no such mailbox. */
export async function mailboxPhones(db: Database, mailboxId: string): Promise<MailboxPhones | null> {
  const [row] = await db.$queryRaw<PhonesRow[]>`
    SELECT m.is_eas_enabled AS own, g.is_eas_enabled AS "ofGroup", x.max_devices AS "maxDevices",
      (SELECT count(*)::int FROM device d WHERE d.mailbox_id = m.id AND ${takesPlace}) AS "placesTaken"
    FROM mailbox m LEFT JOIN mailbox_group g ON g.id = m.group_id CROSS JOIN access_settings x
    WHERE m.id = ${mailboxId}::uuid`;
  if (!row) return null;
  const { own, ofGroup, maxDevices, placesTaken } = row;
  // A group lets its mailboxes in unless it is switched off: on, it has said nothing.
  const easOrigin = own !== null ? 'mailbox' : ofGroup === false ? 'group' : 'default';
  return { isEasEnabled: own ?? ofGroup ?? true, easOrigin, maxDevices, placesTaken };
}
