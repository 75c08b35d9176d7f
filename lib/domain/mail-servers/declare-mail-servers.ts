import type { Database } from '@/lib/db/client';
import { upperCase } from '@/lib/domain/enum-case';
import { MailProtocol } from '@/lib/domain/mail-servers/contract';
import { signalConsole } from '@/lib/domain/send-signals';

/** Host and port of each; null: it is not configured. */
export type MailServerAddresses = Readonly<Record<MailProtocol, string | null>>;

/**
 * Says which mail servers are configured, for the console: what was known of another address is forgotten. For the engine,
 * when it starts.
 *
 * @param addresses null: the demo takes their place
 */
export async function declareMailServers(
  db: Database,
  addresses: MailServerAddresses | null,
  now: Date,
): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!addresses) {
      await tx.mailServerStatus.deleteMany();
    } else {
      for (const name of MailProtocol.options) {
        const [protocol, address] = [upperCase(name), addresses[name]];
        const known = await tx.mailServerStatus.findUnique({ where: { protocol }, select: { address: true } });
        if (known && known.address === address) continue;
        const problem = address === null ? 'NOT_CONFIGURED' : null;
        const data = { address, problem, since: now, lastSuccessAt: null, lastFailureAt: null } as const;
        await tx.mailServerStatus.upsert({ where: { protocol }, create: { protocol, ...data }, update: data });
      }
    }
    await signalConsole(tx, { topic: 'mail_servers' });
  });
}
