import type { Database } from '@/lib/db/client';
import { signalConsole } from '@/lib/domain/send-signals';

/** From whom notices come; `from` null: mail is not set up for them. */
export interface NoticeSenderFacts {
  from: string | null;
  hasLinks: boolean;
}

/** Says how notices are set up, for the console, which does not know. For the engine, when it starts. */
export async function declareNoticeSender(db: Database, facts: NoticeSenderFacts): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.noticeSender.upsert({ where: { id: 1 }, create: { id: 1, ...facts }, update: facts });
    await signalConsole(tx, { topic: 'notices' });
  });
}
