import type { DomainContext } from '@/lib/domain/context';
import type { NoticeSettings } from '@/lib/domain/notices/contract';
import { getNoticeSettings } from '@/lib/domain/notices/get-notice-settings';
import { CLAIM_MS } from '@/lib/domain/notices/notice-pace';
import { requirePerson } from '@/lib/domain/notices/require-person';
import { signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Asks the engine for a test mail to the person who asks. One at a time: while one is under way, asking again changes
 * nothing. The answer stands in the settings once the mail server has spoken.
 *
 * @throws DomainError `permission_denied` (not a person), `signed_out`, `notices_not_set_up`
 */
export async function requestNoticeTest(ctx: DomainContext): Promise<NoticeSettings> {
  const { id: personId } = requirePerson(ctx);
  const { sender, test } = await getNoticeSettings(ctx);
  if (!sender.isSetUp) throw new DomainError('notices_not_set_up', 'NOTICE_SMTP_URL is not set');
  const now = ctx.now();
  const isUnderWay = test?.answeredAt === null && now.getTime() - Date.parse(test.requestedAt) < CLAIM_MS;
  if (!isUnderWay) {
    const asked = { requestedAt: now, claimedUntil: null, answeredAt: null, problem: null };
    await ctx.db.$transaction(async (tx) => {
      await tx.noticeTest.upsert({ where: { personId }, create: { personId, ...asked }, update: asked });
      await signalEngine(tx, { kind: 'notice_test' });
    });
  }
  return getNoticeSettings(ctx);
}
