import type { DomainContext } from '@/lib/domain/context';
import { lowerCase } from '@/lib/domain/enum-case';
import type { NoticeSettings } from '@/lib/domain/notices/contract';
import { availableNotices, noticesOf } from '@/lib/domain/notices/notice-kinds';
import { TEST_COUNTS_MS } from '@/lib/domain/notices/notice-pace';
import { requirePerson } from '@/lib/domain/notices/require-person';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * What the person who asks is told by mail, and how that went.
 *
 * @throws DomainError `permission_denied` (not a person), `signed_out`
 */
export async function getNoticeSettings(ctx: DomainContext): Promise<NoticeSettings> {
  const { id, role } = requirePerson(ctx);
  const [sender, person] = await Promise.all([
    ctx.db.noticeSender.findFirst({ select: { from: true, hasLinks: true } }),
    ctx.db.administrator.findUnique({ where: { id }, select }),
  ]);
  if (!person) throw new DomainError('signed_out', `Person ${id} is gone`);
  const { noticePreference: chosen, noticeDelivery: delivery, noticeTest: test } = person;
  const isTestOld = test === null || ctx.now().getTime() - test.requestedAt.getTime() > TEST_COUNTS_MS;
  return {
    sender: { isSetUp: Boolean(sender?.from), from: sender?.from ?? null, hasLinks: sender?.hasLinks ?? false },
    email: person.email,
    available: availableNotices(role),
    kinds: noticesOf(role, chosen?.kinds.map(lowerCase) ?? null),
    language: chosen ? lowerCase(chosen.language) : null,
    delivery: {
      lastSentAt: delivery?.lastSentAt?.toISOString() ?? null,
      problem: delivery?.problem ?? null,
      problemAt: delivery?.problemAt?.toISOString() ?? null,
      nextAttemptAt: delivery?.nextAttemptAt?.toISOString() ?? null,
    },
    test: isTestOld
      ? null
      : {
          requestedAt: test.requestedAt.toISOString(),
          answeredAt: test.answeredAt?.toISOString() ?? null,
          problem: test.problem,
        },
  };
}

const select = {
  email: true,
  noticePreference: { select: { kinds: true, language: true } },
  noticeDelivery: { select: { lastSentAt: true, problem: true, problemAt: true, nextAttemptAt: true } },
  noticeTest: { select: { requestedAt: true, answeredAt: true, problem: true } },
} as const;
