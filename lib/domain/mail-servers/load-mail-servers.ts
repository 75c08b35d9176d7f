import type { Database, Transaction } from '@/lib/db/client';
import { lowerCase } from '@/lib/domain/enum-case';
import type { MailServerView } from '@/lib/domain/mail-servers/contract';

/** Every mail server as it was found last: IMAP, then SMTP. */
export async function loadMailServers(db: Database | Transaction): Promise<MailServerView[]> {
  const rows = await db.mailServerStatus.findMany({
    orderBy: { protocol: 'asc' },
    take: 2,
    select: { protocol: true, address: true, problem: true, since: true, lastSuccessAt: true, lastFailureAt: true },
  });
  return rows.map((row) => ({
    protocol: lowerCase(row.protocol),
    address: row.address,
    problem: row.problem && lowerCase(row.problem),
    since: row.since.toISOString(),
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    lastFailureAt: row.lastFailureAt?.toISOString() ?? null,
  }));
}
