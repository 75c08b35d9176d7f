import type { Prisma } from '@/lib/db/generated/client';

/** Active exceptions that end, whose reminder is due, and that nobody has renewed. */
export const dueReminders = (now: Date) =>
  ({
    startsAt: { lte: now },
    endsAt: { gt: now },
    remindAt: { lte: now },
    renewedBy: null,
    OR: [{ endedAt: null }, { endedAt: { gt: now } }],
  }) as const satisfies Prisma.PolicyExceptionWhereInput;
