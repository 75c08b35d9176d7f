import { Prisma } from '@/lib/db/generated/client';
import type { Database, Transaction } from '@/lib/db/client';
import { deviceConditions, type DeviceFilterInput } from '@/lib/domain/devices/device-conditions';
import { deviceSource, drivingTable } from '@/lib/domain/devices/device-source';
import { dueReminders } from '@/lib/domain/exceptions/due-reminders';
import { loadMailServers } from '@/lib/domain/mail-servers/load-mail-servers';
import { loadPolicyBook } from '@/lib/domain/policies/policy-book';

/** More reminders at once are told in turns. */
const REMINDER_LIMIT = 10_000;

/**
 * A query for everything there is to tell at this instant, as `kind` and `subject`: what the overview counts and lists.
 * How long it has been so is not looked at.
 */
export async function standingNotices(db: Database | Transaction, now: Date): Promise<Prisma.Sql> {
  const book = await loadPolicyBook({ db, now: () => now });
  const devices = (filter: DeviceFilterInput) => {
    const conditions = deviceConditions({ filter, book, now });
    const { source, id } = deviceSource(drivingTable(conditions), conditions);
    return Prisma.sql`SELECT ${id}::text FROM ${source}`;
  };
  const where = dueReminders(now);
  const reminders = await db.policyException.findMany({ where, take: REMINDER_LIMIT, select: { id: true } });
  const servers = await loadMailServers(db);
  const broken = servers.flatMap(({ protocol, problem }) => (problem === null ? [] : [protocol]));
  return Prisma.sql`
    SELECT 'QUARANTINE'::"NoticeKind" AS kind, q.id AS subject
      FROM (${devices({ access: ['quarantined'] })}) AS q (id)
    UNION ALL
    SELECT 'POLICY_LOOP'::"NoticeKind", l.id FROM (${devices({ policyState: ['looping'] })}) AS l (id)
    UNION ALL
    SELECT 'EXCEPTION'::"NoticeKind", e.id FROM unnest(${reminders.map(({ id }) => id)}::text[]) AS e (id)
    UNION ALL
    SELECT 'MAIL_SERVER'::"NoticeKind", s.protocol FROM unnest(${broken}::text[]) AS s (protocol)`;
}
