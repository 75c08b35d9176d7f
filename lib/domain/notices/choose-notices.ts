import type { DomainContext } from '@/lib/domain/context';
import { lowerCase, upperCase } from '@/lib/domain/enum-case';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { ChooseNoticesInput, NoticeSettings } from '@/lib/domain/notices/contract';
import { getNoticeSettings } from '@/lib/domain/notices/get-notice-settings';
import { availableNotices, noticesOf } from '@/lib/domain/notices/notice-kinds';
import { requirePerson } from '@/lib/domain/notices/require-person';
import { signalConsole } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/**
 * Keeps what the person who asks wants to be told by mail. A kind that is chosen anew is told from the next thing on; what
 * was waiting to be told and is not chosen any more is not told. Who is told of what is part of the history.
 *
 * @throws DomainError `permission_denied` (not a person), `signed_out`
 */
export async function chooseNotices(ctx: DomainContext, input: ChooseNoticesInput): Promise<NoticeSettings> {
  const { id: personId, role } = requirePerson(ctx);
  const { language, timeZone } = input;
  const kinds = availableNotices(role).filter((kind) => input.kinds.includes(kind));
  await ctx.db.$transaction(async (tx) => {
    const person = await tx.administrator.findUnique({
      where: { id: personId },
      select: { email: true, noticePreference: { select: { kinds: true } } },
    });
    if (!person) throw new DomainError('signed_out', `Person ${personId} is gone`);
    const before = noticesOf(role, person.noticePreference?.kinds.map(lowerCase) ?? null);
    const chosen = { kinds: kinds.map(upperCase), language: upperCase(language), timeZone, updatedAt: ctx.now() };
    await tx.noticePreference.upsert({ where: { personId }, create: { personId, ...chosen }, update: chosen });
    await signalConsole(tx, { topic: 'notices', id: personId });
    // The language of a mail and the time zone of its dates are nobody else's business.
    if (before.join() === kinds.join()) return;
    await appendAudit(tx, ctx, {
      action: 'notices_chosen',
      target: { kind: 'person', id: personId, name: person.email },
      before: { kinds: before },
      after: { kinds },
    });
  });
  return getNoticeSettings(ctx);
}
