import type { Database } from '@/lib/db/client';
import type { NoticeKind as NoticeKindRow } from '@/lib/db/generated/enums';
import { lowerCase, upperCase } from '@/lib/domain/enum-case';
import type { NoticeGroup, NoticeLanguage } from '@/lib/domain/notices/contract';
import { NoticeKind } from '@/lib/domain/notices/contract';
import { loadNoticeItems } from '@/lib/domain/notices/load-notice-items';
import { noticesOf } from '@/lib/domain/notices/notice-kinds';
import { TROUBLE_MS } from '@/lib/domain/notices/notice-pace';
import { standingNotices } from '@/lib/domain/notices/standing-notices';
import type { Role } from '@/lib/domain/people/contract';

/** What one mail tells of; the rest is in the next one. */
const NOTICE_LIMIT = 10_000;
/** Of each kind, in detail. */
const ITEM_LIMIT = 50;

/** Who gets mails about what, and in which words. */
export interface NoticeReader {
  email: string;
  name: string;
  role: Role;
  kinds: readonly NoticeKind[];
  language: NoticeLanguage;
  timeZone: string;
}

/** What a person has still to be told. */
export interface NoticeMail {
  reader: NoticeReader;
  noticeIds: readonly string[];
  groups: readonly NoticeGroup[];
}

/**
 * Everything that a person has still to be told and that is so at this instant; null if that is nothing. What the person
 * does not want to know any more, or may not, is taken off the list.
 */
export async function loadNoticeMail(db: Database, personId: string, now: Date): Promise<NoticeMail | null> {
  const reader = await loadReader(db, personId);
  const wanted = (reader?.kinds ?? []).map(upperCase);
  await db.noticeRecipient.deleteMany({ where: { personId, notice: { kind: { notIn: wanted } } } });
  if (!reader || wanted.length === 0) return null;
  const standing = await standingNotices(db, now);
  const rows = await db.$queryRaw<{ id: string; kind: NoticeKindRow; subject: string }[]>`
    WITH standing AS MATERIALIZED (${standing})
    SELECT n.id, n.kind::text AS kind, n.subject
    FROM notice_recipient r
      JOIN notice n ON n.id = r.notice_id
      JOIN standing s ON s.kind = n.kind AND s.subject = n.subject
    WHERE r.person_id = ${personId}::uuid
      AND (n.kind <> 'MAIL_SERVER' OR n.noticed_at <= ${new Date(now.getTime() - TROUBLE_MS)})
    ORDER BY n.noticed_at, n.id LIMIT ${NOTICE_LIMIT}`;
  if (rows.length === 0) return null;
  const groups: NoticeGroup[] = [];
  for (const kind of NoticeKind.options) {
    const subjects = rows.filter((row) => row.kind === upperCase(kind)).map(({ subject }) => subject);
    if (subjects.length === 0) continue;
    const items = await loadNoticeItems(db, kind, subjects.slice(0, ITEM_LIMIT));
    groups.push({ kind, total: subjects.length, items });
  }
  return { reader, noticeIds: rows.map(({ id }) => id), groups };
}

/** Null: not there, or may not sign in any more. */
export async function loadReader(db: Database, personId: string): Promise<NoticeReader | null> {
  const person = await db.administrator.findFirst({
    where: { id: personId, deactivatedAt: null },
    select: {
      email: true,
      name: true,
      role: true,
      noticePreference: { select: { kinds: true, language: true, timeZone: true } },
    },
  });
  if (!person) return null;
  const { email, name, noticePreference: chosen } = person;
  const role = lowerCase(person.role);
  return {
    email,
    name,
    role,
    kinds: noticesOf(role, chosen?.kinds.map(lowerCase) ?? null),
    language: chosen ? lowerCase(chosen.language) : 'en',
    timeZone: chosen?.timeZone ?? 'UTC',
  };
}
