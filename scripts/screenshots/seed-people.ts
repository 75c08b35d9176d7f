import { randomUUID } from 'node:crypto';
import { createDatabase } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { addPerson } from '@/lib/domain/people/add-person';
import { createToken } from '@/lib/domain/tokens/create-token';

const HOUR_MS = 3_600_000;
const password = 'correct horse battery';

/** Who may do less than the administrator, and one who cannot sign in any more. */
export const people = {
  helpdesk: { email: 'henrike.brandt@example.com', name: 'Henrike Brandt', role: 'helpdesk', password },
  auditor: { email: 'amara.diallo@example.com', name: 'Amara Diallo', role: 'auditor', password },
} as const;

/** Colleagues at the console, tokens, and mails to them: one gets them, one did not get the last. */
export async function seedPeople(url: string): Promise<void> {
  const { db, close } = createDatabase(url, { max: 1 });
  const now = new Date();
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  const ctx: DomainContext = {
    db,
    requestId: randomUUID(),
    now: () => now,
    address: null,
    actor: { kind: 'system', id: 'system', name: 'Pictures', role: 'administrator' },
  };
  try {
    const { id: helpdeskId } = await addPerson(ctx, people.helpdesk);
    const { id: auditorId } = await addPerson(ctx, people.auditor);
    await createToken(ctx, { name: 'Nightly export to the asset register', role: 'auditor', validDays: 90 });
    await createToken(ctx, { name: 'Service desk', role: 'helpdesk', validDays: null });
    await db.noticePreference.create({
      data: {
        personId: auditorId,
        kinds: ['EXCEPTION', 'MAIL_SERVER'],
        language: 'DE',
        timeZone: 'Europe/Berlin',
        updatedAt: ago(50),
      },
    });
    await db.noticeDelivery.createMany({
      data: [
        { personId: helpdeskId, lastSentAt: ago(1), nextAttemptAt: null },
        {
          personId: auditorId,
          lastSentAt: ago(200),
          failures: 22,
          failingSince: ago(30),
          problem: '550 5.1.1 <amara.diallo@example.com>: Recipient address rejected: User unknown in local table',
          problemAt: ago(6),
          givenUpAt: ago(6),
        },
      ],
    });
  } finally {
    await close();
  }
}
