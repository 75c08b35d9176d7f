import { createHash } from 'node:crypto';
import type { NoticeMessage } from '@/engine/backends/notice-mailer';
import { noticeWords, type NoticeWords } from '@/engine/notices/notice-words';
import type { NoticeGroup, NoticeItem, NoticeKind } from '@/lib/domain/notices/contract';
import type { NoticeMail, NoticeReader } from '@/lib/domain/notices/load-notice-mail';

/** Of a value that phones or people gave. */
const VALUE_LIMIT = 80;
const PRODUCT = 'Mobileadmin';

export type NoticeMailContext = {
  /** Of the console, without a slash at its end; null: mails lead nowhere. */
  readonly publicUrl: string | null;
  readonly now: Date;
};

type Tools = {
  readonly words: NoticeWords;
  readonly link: (path: string) => string | null;
  readonly at: (date: Date) => string;
};

/** Where all of a kind stand. */
const pages: Record<NoticeKind, string> = {
  quarantine: '/devices?access=quarantined',
  policy_loop: '/devices?policyState=looping',
  exception: '/exceptions',
  mail_server: '/settings#mail-servers',
};

/** The mail that tells a person what has come up, in the person's language, as plain text. */
export function composeNoticeMail(
  { reader, noticeIds, groups }: NoticeMail,
  context: NoticeMailContext,
): NoticeMessage {
  const tools = toolsFor(reader, context);
  const { words } = tools;
  const told = groups.map(({ kind, total }) => words.counted[kind](total)).join('; ');
  const parts = [...groups.map((group) => sectionOf(group, tools)), footerOf(reader, tools)];
  // The same things make the same id. Were it only the person and the time, a mail that tells more could pass for a double.
  const id = createHash('sha256')
    .update([reader.email, ...noticeIds.toSorted()].join('\n'))
    .digest('hex');
  return {
    to: { name: reader.name, address: reader.email },
    subject: `${PRODUCT}: ${told}`,
    text: parts.join('\n\n'),
    id: `notice-${id.slice(0, 32)}`,
    language: reader.language,
    date: context.now,
  };
}

/** The mail by which a person sees that notices arrive. */
export function composeTestMail(reader: NoticeReader, context: NoticeMailContext): NoticeMessage {
  const tools = toolsFor(reader, context);
  const { subject, text } = tools.words.test;
  const id = createHash('sha256').update(`${reader.email}\n${context.now.toISOString()}`).digest('hex');
  return {
    to: { name: reader.name, address: reader.email },
    subject: `${PRODUCT}: ${subject}`,
    text: `${text(clean(reader.name))}\n\n${footerOf(reader, tools)}`,
    id: `test-${id.slice(0, 32)}`,
    language: reader.language,
    date: context.now,
  };
}

function toolsFor({ language, timeZone }: NoticeReader, { publicUrl }: NoticeMailContext): Tools {
  const words = noticeWords[language];
  const format = new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const zone = timeZone.replaceAll('_', ' ');
  return {
    words,
    link: (path) => (publicUrl === null ? null : `${publicUrl}/mobileadmin${path}`),
    at: (date) => `${format.format(date)} (${zone})`,
  };
}

function sectionOf({ kind, total, items }: NoticeGroup, tools: Tools): string {
  const { words, link } = tools;
  const title = capital(words.counted[kind](total));
  const hidden = total - items.length;
  const all = link(pages[kind]);
  const rest = hidden > 0 ? [words.more(hidden)] : [];
  const where = all === null ? [] : [`${words.all} (${words.page[kind]}): ${all}`];
  const lists = [...items.map((item) => itemOf(item, tools)), ...rest];
  return [`${title}\n${'='.repeat(title.length)}\n${words.meaning[kind]}`, lists.join('\n'), ...where].join('\n\n');
}

function itemOf(item: NoticeItem, tools: Tools): string {
  const { words, at, link } = tools;
  const [head, ...lines] = linesOf(item, { words, at, link });
  return [`* ${head}`, ...lines.flatMap((line) => (line === null ? [] : `  ${line}`))].join('\n');
}

function linesOf(item: NoticeItem, { words, at, link }: Tools): (string | null)[] {
  switch (item.kind) {
    case 'quarantine':
    case 'policy_loop': {
      const name = item.os === null ? clean(item.name) : `${clean(item.name)} (${clean(item.os)})`;
      const moment = item.kind === 'quarantine' ? words.quarantined : words.lastContact;
      return [words.device(name, clean(item.mailbox)), moment(at(item.at)), link(`/devices/${item.deviceId}`)];
    }
    case 'exception': {
      const end = item.endsAt === null ? null : words.endsAt(at(item.endsAt));
      return [words.exception(clean(item.holder), item.isGroup), end];
    }
    case 'mail_server': {
      const protocol = item.protocol.toUpperCase();
      const server = item.address === null ? protocol : `${protocol} ${clean(item.address)}`;
      return [words.trouble(server, words.problems[item.problem]), words.since(at(item.since))];
    }
  }
}

/** "-- " on a line of its own begins what mail programs show as a signature. */
function footerOf({ name }: NoticeReader, { words, link }: Tools): string {
  const settings = link('/settings#notices');
  const choose = settings === null ? `${words.choose}.` : `${words.choose}: ${settings}`;
  return `-- \n${words.why(clean(name))}\n${choose}\n`;
}

/** What a phone says about itself must not look like a paragraph or a link of ours, nor turn the line around. */
function clean(value: string): string {
  const line = value
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll('://', ':')
    .trim();
  if (line.length <= VALUE_LIMIT) return line;
  // By characters, so that none is cut in two.
  return `${/^.{0,79}/su.exec(line)?.[0] ?? ''}…`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
