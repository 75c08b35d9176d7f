import type { Database } from '@/lib/db/client';
import { upperCase } from '@/lib/domain/enum-case';
import type { MailProtocol, MailServerProblem } from '@/lib/domain/mail-servers/contract';
import { signalConsole } from '@/lib/domain/send-signals';

/** How an attempt went, as one front end saw it. */
export interface MailServerReport {
  protocol: MailProtocol;
  address: string;
  /** Null: it worked. */
  problem: MailServerProblem | null;
  at: Date;
}

/** Writes down how a mail server was found, for the console; the later report holds. For the engine. */
export async function recordMailServer(db: Database, report: MailServerReport): Promise<void> {
  const protocol = upperCase(report.protocol);
  const problem = report.problem && upperCase(report.problem);
  const { address, at } = report;
  await db.$transaction(async (tx) => {
    await tx.mailServerStatus.createMany({ data: [{ protocol, address, since: at }], skipDuplicates: true });
    const [before] = await tx.$queryRaw<{ problem: string | null; isTried: boolean }[]>`
      SELECT problem::text, last_success_at IS NOT NULL OR last_failure_at IS NOT NULL AS "isTried"
      FROM mail_server_status WHERE protocol = ${protocol}::"MailProtocol" FOR UPDATE`;
    const isChanged = !before?.isTried || before.problem !== problem;
    const time = problem === null ? { lastSuccessAt: at } : { lastFailureAt: at };
    await tx.mailServerStatus.update({
      where: { protocol },
      data: { address, problem, ...(isChanged && { since: at }), ...time },
      select: { protocol: true },
    });
    if (isChanged) await signalConsole(tx, { topic: 'mail_servers' });
  });
}
