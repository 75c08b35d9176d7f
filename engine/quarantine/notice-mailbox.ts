import { createHash } from 'node:crypto';
import { AutoReplyRefused } from '@/engine/backends/auto-reply';
import {
  type Account,
  type Address,
  type FolderListing,
  FolderProblem,
  type FolderQuery,
  type MailBackend,
  type MessageHead,
  type MessagePart,
  type MessageText,
  type Octets,
  SendRefused,
  textKey,
  type TextWish,
} from '@/engine/backends/contract';
import { cutOctets } from '@/engine/content/cut-octets';
import type { Notice } from '@/engine/quarantine/compose-notice';
import type { NoticeLanguage } from '@/engine/quarantine/choose-language';

/** The one folder that a quarantined device has. No mail store gives out this id: theirs have digits in them. */
export const NOTICE_FOLDER = 'quarantine';
const VALIDITY = 'notice';
const folderNames: Record<NoticeLanguage, string> = { en: 'Inbox', de: 'Posteingang' };
const MAX_UID = 0x7fff_ffff;

export type NoticeOptions = {
  readonly notice: Notice;
  readonly language: NoticeLanguage;
  readonly account: Account;
  readonly receivedAt: Date;
};

/** Stands in for the mail store of a quarantined device: one folder, one message, and nothing can be changed. */
export function noticeMailbox({ notice, language, account, receivedAt }: NoticeOptions): MailBackend {
  const content = Buffer.from(notice.text);
  // Another text is another message: the phone shows it as new.
  const uid = (createHash('sha256').update(notice.subject).update(notice.text).digest().readUInt32BE(0) % MAX_UID) + 1;
  const marks = { isRead: false, isFlagged: false, isAnswered: false, isDraft: false, keywords: [] };
  const listing: FolderListing = { validity: VALIDITY, token: `${VALIDITY}.${uid}`, messages: [{ uid, ...marks }] };
  const raw = rawMessage({ notice, account, receivedAt, content });
  const head: MessageHead = {
    uid,
    ...marks,
    receivedAt,
    sentAt: receivedAt,
    sizeBytes: raw.length,
    from: [senderOf(account)],
    to: [{ name: account.displayName ?? '', address: account.address }],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: notice.subject,
    messageId: null,
    inReplyTo: null,
    headers: { 'auto-submitted': 'auto-generated' },
    structure: textPart(content.length),
  };
  const isNotice = (query: FolderQuery<unknown>) => query.folderId === NOTICE_FOLDER;
  const refuse = () => Promise.reject(new FolderProblem('refused'));
  return {
    authenticate: () => Promise.resolve(account),
    listFolders: () =>
      Promise.resolve([{ id: NOTICE_FOLDER, parentId: null, name: folderNames[language], kind: 'inbox' }]),
    listMessages: (query) => Promise.resolve(isNotice(query) ? listing : null),
    fetchHeads: (query) => Promise.resolve(isNotice(query) && query.uids.includes(uid) ? [head] : []),
    fetchTexts: (query) => Promise.resolve(isNotice(query) ? textsOf(query.wishes, { uid, content }) : new Map()),
    fetchPart: (query) => {
      if (!isNotice(query) || query.uid !== uid || !['', '1'].includes(query.path)) return Promise.resolve(null);
      return Promise.resolve(octetsOf(query.path === '' ? raw : content, query.limitBytes));
    },
    append: refuse,
    mark: refuse,
    move: refuse,
    remove: refuse,
    createFolder: refuse,
    changeFolder: refuse,
    deleteFolder: refuse,
    search: () => Promise.resolve([]),
    send: () => Promise.reject(new SendRefused('sender')),
    findAutoReply: () => Promise.resolve(null),
    setAutoReply: () => Promise.reject(new AutoReplyRefused('unsupported')),
    folderTokens: (_account, folderIds) =>
      Promise.resolve(new Map(folderIds.includes(NOTICE_FOLDER) ? [[NOTICE_FOLDER, listing.token]] : [])),
    watch: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

const textPart = (sizeBytes: number): MessagePart => ({
  path: '1',
  type: 'text/plain',
  parameters: { charset: 'utf-8' },
  encoding: '8bit',
  sizeBytes,
  disposition: null,
  fileName: null,
  contentId: null,
  parts: [],
});

function textsOf(
  wishes: readonly TextWish[],
  { uid, content }: { uid: number; content: Buffer },
): Map<string, MessageText> {
  const own = wishes.filter((wish) => wish.uid === uid && wish.part.path === '1');
  return new Map(
    own.map(({ part, limitBytes }) => {
      const cut = cutOctets(content, limitBytes);
      return [textKey(uid, part.path), { content: cut.toString(), isTruncated: cut.length < content.length }];
    }),
  );
}

function octetsOf(content: Buffer, limitBytes: number): Octets {
  return { content: content.subarray(0, limitBytes), isTruncated: content.length > limitBytes };
}

function senderOf({ address }: Account): Address {
  const domain = address.split('@')[1];
  return { name: 'Mobileadmin', address: `postmaster@${domain ?? 'localhost'}` };
}

type Written = Omit<NoticeOptions, 'language'> & { readonly content: Buffer };

/** For clients that want the whole message (RFC 5322). */
function rawMessage({ notice, account, receivedAt, content }: Written): Buffer {
  const lines = content.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  const { name, address } = senderOf(account);
  return Buffer.from(
    [
      `From: ${name} <${address}>`,
      `To: <${account.address}>`,
      `Subject: =?utf-8?B?${Buffer.from(notice.subject).toString('base64')}?=`,
      `Date: ${receivedAt.toUTCString().replace('GMT', '+0000')}`,
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      lines,
      '',
    ].join('\r\n'),
  );
}
