import { afterAll, describe, expect, it } from 'vitest';
import type { MessageMarks } from '@/engine/backends/contract';
import { bytesOf, child, children, type EasElement, el, text } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import type { BodyPreference } from '@/lib/protocol/eas/sync-options';
import { isAtLeast, type ProtocolVersion, protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { emailProperties } from './email-properties';
import { type ItemWishes, type MailRules, noRules } from './item-wishes';
import { loadMessages } from './load-messages';
import { RawMailStore, testMail } from './testing/raw-mail-store';
import { SecureMail } from './testing/signed-mail';

const account = {
  mailbox: 'katrin@example.com',
  address: 'katrin@example.com',
  displayName: null,
  credentials: { username: 'katrin', password: 'x' },
};
const { signal } = new AbortController();

type Setting = {
  version?: ProtocolVersion;
  bodies?: readonly Partial<BodyPreference>[];
  wishes?: Partial<ItemWishes>;
  rules?: Partial<MailRules>;
  marks?: Partial<MessageMarks>;
};

async function item(raw: Buffer | string, { version = '16.1', bodies = [{ type: 2 }], ...rest }: Setting = {}) {
  const store = new RawMailStore([typeof raw === 'string' ? testMail(raw) : raw], rest.marks);
  const wishes = {
    bodyPreferences: bodies.map((each) => ({ type: 1 as const, allOrNone: false, ...each })),
    bodyPartPreferences: [],
    ...rest.wishes,
  };
  const context = { wishes, rules: { ...noRules, ...rest.rules }, version, folderId: 'f1' };
  const { messages } = await loadMessages(store, { account, uids: [1], ...context }, signal);
  const [message] = messages;
  if (!message) throw new Error('no message');
  const root = el('AirSync', 'ApplicationData', emailProperties(message, context));
  expect(encodeWbxml(root).length).toBeGreaterThan(0); // every element is on a code page
  return root;
}

const email = (root: EasElement, name: Parameters<typeof text>[1]) => text(root, name, 'Email');
const bodyOf = (root: EasElement) => child(root, 'Body', 'AirSyncBase') ?? el('AirSyncBase', 'Body');
const data = (root: EasElement) => text(bodyOf(root), 'Data');
const attachmentsOf = (root: EasElement) => {
  const list = child(root, 'Attachments', 'AirSyncBase');
  return list ? children(list, 'Attachment') : [];
};
const names = (root: EasElement) => attachmentsOf(root).map((each) => text(each, 'DisplayName'));
const meetingOf = (root: EasElement) => child(root, 'MeetingRequest', 'Email') ?? el('Email', 'MeetingRequest');

describe('a mail as an item', () => {
  it('has every property that clients stumble without', async () => {
    const root = await item('newsletter');
    expect(email(root, 'To')).toBe('"Weber, Katrin" <katrin@example.com>, "Team" <team@example.com>');
    expect(email(root, 'From')).toBe('"Jörg Weber" <joerg@example.com>');
    expect(email(root, 'ReplyTo')).toBe('list@example.com; "Other" <other@example.com>');
    expect(email(root, 'Subject')).toBe('Re: AW: Fwd: Budget 2026');
    expect(email(root, 'ThreadTopic')).toBe('Budget 2026');
    expect(email(root, 'DateReceived')).toBe('2026-03-04T09:15:30.000Z');
    expect(email(root, 'DisplayTo')).toBe('Weber, Katrin; Team');
    expect(email(root, 'Importance')).toBe('2');
    expect(email(root, 'Read')).toBe('0');
    expect(email(root, 'MessageClass')).toBe('IPM.Note');
    expect(email(root, 'InternetCPID')).toBe('65001');
    expect(email(root, 'ContentClass')).toBe('urn:content-classes:message');
    expect(text(root, 'NativeBodyType', 'AirSyncBase')).toBe('2');
    expect(children(root, 'Cc', 'Email')).toEqual([]);
  });

  it('has a sender with a name even if the mail gives none', async () => {
    const root = await item(Buffer.from('From: joerg@example.com\r\nSubject: x\r\n\r\nHello\r\n'));
    expect(email(root, 'From')).toBe('"joerg" <joerg@example.com>');
    expect(email(root, 'Importance')).toBe('1');
  });

  it.each([
    ['X-Priority: 1 (Highest)', '2'],
    ['X-Priority: 5', '0'],
    ['Priority: urgent', '2'],
    ['Importance: low', '0'],
    ['Importance: rubbish', '1'],
  ])('takes %s for importance %s', async (header, expected) => {
    expect(email(await item(Buffer.from(`${header}\r\n\r\nx`)), 'Importance')).toBe(expected);
  });

  it('says only what the version knows', async () => {
    const marks = { keywords: ['Blue', '$Forwarded'], isFlagged: true, isDraft: true };
    const named = async (version: ProtocolVersion) =>
      (await item('newsletter', { version, marks, bodies: [{ type: 2, preview: 10 }] })).children.map(
        ({ name }) => name,
      );
    for (const version of protocolVersions) {
      const found = await named(version);
      const from = (minimum: ProtocolVersion) => isAtLeast(version, minimum);
      expect(found.includes('Flag')).toBe(true);
      for (const name of ['Categories', 'ConversationId', 'ConversationIndex', 'LastVerbExecuted']) {
        expect([version, name, found.includes(name)]).toEqual([version, name, from('14.0')]);
      }
      expect([version, found.includes('IsDraft')]).toEqual([version, from('16.0')]);
    }
    const preview = async (version: ProtocolVersion) =>
      text(bodyOf(await item('newsletter', { version, bodies: [{ type: 2, preview: 7 }] })), 'Preview');
    expect(await preview('12.1')).toBeUndefined();
    expect(await preview('14.0')).toBe('Hello &');
  });

  it('gives the recipients of a draft that others do not see to 16.x alone', async () => {
    const raw = Buffer.from('From: katrin@example.com\r\nBcc: boss@example.com\r\n\r\nx');
    const bcc = async (setting: Setting) => text(await item(raw, setting), 'Bcc', 'Email2');
    expect(await bcc({ marks: { isDraft: true } })).toBe('boss@example.com');
    expect(await bcc({ marks: { isDraft: true }, version: '14.1' })).toBeUndefined();
    expect(await bcc({})).toBeUndefined();
  });

  it.each([
    ['nobody', ''],
    ['who wrote it', 'Sender: A <a@example.com>\r\n'],
    ['an empty name', 'Sender: \r\n'],
  ])('says nothing of a sender that is %s', async (_who, header) => {
    const root = await item(Buffer.from(`From: a@example.com\r\n${header}\r\nx`));
    expect(text(root, 'Sender', 'Email2')).toBeUndefined();
    expect(text(root, 'ReceivedAsBcc', 'Email2')).toBeUndefined();
    expect(child(root, 'ConversationIndex', 'Email2')).toBeDefined();
  });

  it('says that it came as a blind copy, and who sent it for somebody else', async () => {
    const raw = Buffer.from(
      'From: a@example.com\r\nSender: Office <o@example.com>\r\nBcc: Katrin@example.com\r\n\r\nx',
    );
    const root = await item(raw);
    expect(text(root, 'ReceivedAsBcc', 'Email2')).toBe('1');
    expect(text(root, 'Sender', 'Email2')).toBe('"Office" <o@example.com>');
    expect(text(await item('newsletter'), 'ReceivedAsBcc', 'Email2')).toBeUndefined();
  });
});

describe('attachments', () => {
  it('are all parts but those of the body, each with a name, a size and a reference', async () => {
    const root = await item('newsletter');
    expect(names(root)).toEqual(['logo.png', 'Prüfung.pdf', 'message.eml']);
    const [logo, pdf, inner] = attachmentsOf(root);
    if (!logo || !pdf || !inner) throw new Error('missing');
    expect(text(logo, 'IsInline')).toBe('1');
    expect(text(logo, 'ContentId')).toBe('logo@example.com');
    expect(text(logo, 'FileReference')).toBe('f1:1:1.2.2');
    expect(text(pdf, 'IsInline')).toBeUndefined();
    expect(text(pdf, 'Method')).toBe('1');
    expect(text(inner, 'Method')).toBe('5');
    for (const each of attachmentsOf(root)) expect(Number(text(each, 'EstimatedDataSize'))).toBeGreaterThan(0);
  });

  it('are not the footer of a mailing list, which belongs to the body', async () => {
    const root = await item('list-footer', { bodies: [{ type: 1 }] });
    expect(data(root)?.trim()).toBe('The message.\r\n\r\n-- the list');
    expect(names(root)).toEqual(['notes.txt']);
  });

  it('are left out if the policy forbids them', async () => {
    expect(attachmentsOf(await item('newsletter', { rules: { allowAttachments: false } }))).toEqual([]);
  });

  it('are none of the other forms of the body', async () => {
    const forms = ['plain', 'x-amp-html', 'html'].map((type) => `--f\r\nContent-Type: text/${type}\r\n\r\n${type}\r\n`);
    const head = 'Content-Type: multipart/alternative; boundary=f\r\n\r\n';
    const root = await item(Buffer.from(`${head}${forms.join('')}--f--\r\n`));
    expect([data(root)?.trim(), attachmentsOf(root)]).toEqual(['html', []]);
  });

  it('are winmail.dat as it is', async () => {
    expect(names(await item('winmail'))).toEqual(['winmail.dat']);
  });
});

describe('the body', () => {
  it.each([
    ['latin1', 'Schöne Grüße\r\nJörg'],
    ['koi8-r', 'Добрый день'],
    ['iso-2022-jp', 'こんにちは、世界'],
    ['gb2312', '你好，世界'],
  ])('in %s is read', async (name, expected) => {
    expect(data(await item(name, { bodies: [{ type: 1 }] }))?.trim()).toBe(expected);
  });

  it('has the quotes of Windows where a mail says Latin 1 and means them', async () => {
    const head = Buffer.from('Content-Type: text/plain; charset=iso-8859-1\r\n\r\n');
    const raw = Buffer.concat([head, Buffer.from([0x93, 0x61, 0x94, 0x20, 0x80])]);
    expect(data(await item(raw, { bodies: [{ type: 1, preview: 5 }] }))?.trim()).toBe('“a” €');
  });

  it('as HTML is as it was received, but for its charset', async () => {
    expect(data(await item('gb2312'))?.trim()).toBe(
      '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><p>你好，世界</p></body></html>',
    );
    expect(data(await item('newsletter'))).toContain('<meta charset="utf-8"><title>');
  });

  it('is of the kind that is stored, if the client takes it, else HTML, else text', async () => {
    const type = async (name: string, ...types: (1 | 2 | 3 | 4)[]) =>
      text(bodyOf(await item(name, { bodies: types.map((each) => ({ type: each })) })), 'Type');
    expect(await type('newsletter', 1, 2)).toBe('2');
    expect(await type('latin1', 1, 2)).toBe('1');
    expect(await type('newsletter', 1)).toBe('1');
    expect(await type('latin1', 2)).toBe('2');
    expect(await type('newsletter', 2, 4)).toBe('2');
    expect(await type('newsletter', 4)).toBe('1');
    expect(await type('newsletter', 3)).toBe('1');
    expect(await type('newsletter')).toBe('1');
  });

  it('is text where the policy forbids HTML', async () => {
    const root = await item('newsletter', { bodies: [{ type: 1 }, { type: 2 }], rules: { allowHtml: false } });
    expect(data(root)?.trim()).toBe('Hello & welcome');
    const onlyHtml = await item('newsletter', { bodies: [{ type: 2 }], rules: { allowHtml: false } });
    expect(text(bodyOf(onlyHtml), 'Type')).toBe('1');
  });

  it('is cut between characters at the size that client or policy name', async () => {
    const root = await item('latin1', { bodies: [{ type: 1, truncationBytes: 4 }] });
    expect([data(root), text(bodyOf(root), 'Truncated')]).toEqual(['Sch', '1']);
    expect(Number(text(bodyOf(root), 'EstimatedDataSize'))).toBeGreaterThan(10);
    const byPolicy = await item('latin1', { bodies: [{ type: 1 }], rules: { maxTextBodyBytes: 2 } });
    expect(data(byPolicy)).toBe('Sc');
    const whole = await item('latin1', { bodies: [{ type: 1, truncationBytes: 1000 }] });
    expect(text(bodyOf(whole), 'Truncated')).toBeUndefined();
    const nothing = await item('latin1', { bodies: [{ type: 1, truncationBytes: 0 }] });
    expect([data(nothing), text(bodyOf(nothing), 'Truncated')]).toEqual([undefined, '1']);
  });

  it('that must be whole or none falls to the next form, and to none at last', async () => {
    const html = { type: 2 as const, truncationBytes: 30, allOrNone: true };
    const root = await item('newsletter', { bodies: [html, { type: 1 }] });
    expect([text(bodyOf(root), 'Type'), data(root)?.trim()]).toEqual(['1', 'Hello & welcome']);
    const none = await item('newsletter', { bodies: [html] });
    expect([text(bodyOf(none), 'Type'), data(none), text(bodyOf(none), 'Truncated')]).toEqual(['2', undefined, '1']);
  });

  it('has a preview also where nothing else of it is wanted', async () => {
    const root = await item('gb2312', { bodies: [{ type: 2, truncationBytes: 0, preview: 3 }] });
    expect(text(bodyOf(root), 'Preview')).toBe('你好，');
  });

  it('comes as a part of a conversation too, from 14.1 on', async () => {
    const wishes = { bodyPartPreferences: [{ type: 2 as const, allOrNone: false, truncationBytes: 20 }] };
    const part = async (version: ProtocolVersion) =>
      child(await item('newsletter', { wishes, version }), 'BodyPart', 'AirSyncBase');
    const found = await part('14.1');
    expect(found && [text(found, 'Status'), text(found, 'Type'), text(found, 'Truncated')]).toEqual(['1', '2', '1']);
    expect(await part('14.0')).toBeUndefined();
  });

  it('as MIME is the stored message, for all mail or for none', async () => {
    const bodies = [{ type: 4 as const }];
    const all = await item('newsletter', { bodies, wishes: { mimeSupport: 2 } });
    expect(data(all)).toBe(testMail('newsletter').toString());
    expect(text(bodyOf(all), 'EstimatedDataSize')).toBe(String(testMail('newsletter').length));
    const onlySecure = await item('newsletter', { bodies, wishes: { mimeSupport: 1 } });
    expect(text(bodyOf(onlySecure), 'Type')).toBe('1');
    const cut = await item('newsletter', { bodies, wishes: { mimeSupport: 2, mimeTruncation: 0 } });
    expect([data(cut), text(bodyOf(cut), 'Truncated')]).toEqual([undefined, '1']);
    const short = await item('newsletter', { bodies: [{ type: 4, truncationBytes: 20 }], wishes: { mimeSupport: 2 } });
    expect(data(short)).toHaveLength(20);
    const barred = await item('newsletter', { bodies, wishes: { mimeSupport: 2 }, rules: { allowAttachments: false } });
    expect(text(bodyOf(barred), 'Type')).toBe('1');
  });

  // [MS-ASCMD] 2.2.3.105 MIMETruncation
  it.each([
    [0, undefined],
    [1, 4096],
    [2, 5120],
    [3, 7168],
    [4, 10_240],
    [5, 20_480],
    [6, 51_200],
    [7, 102_400],
    [8, 110_000],
  ] as const)('as MIME is cut as MIMETruncation %i says: %s', async (mimeTruncation, length) => {
    const raw = Buffer.from(`Subject: long\r\n\r\n${'x'.repeat(110_000)}`).subarray(0, 110_000);
    const root = await item(raw, { bodies: [{ type: 4 }], wishes: { mimeSupport: 2, mimeTruncation } });
    expect(data(root)?.length).toBe(length);
    expect(text(bodyOf(root), 'Truncated')).toBe(length === 110_000 ? undefined : '1');
    expect(text(bodyOf(root), 'EstimatedDataSize')).toBe('110000');
  });

  it('as MIME keeps every octet, also of a message that is no UTF-8', async () => {
    const root = await item('latin1', { bodies: [{ type: 4 }], wishes: { mimeSupport: 2 } });
    const element = child(bodyOf(root), 'Data');
    expect(element && Buffer.from(bytesOf(element)).equals(testMail('latin1'))).toBe(true);
  });

  it.each(['missing-boundary', 'no-boundary'])('of a broken message (%s) is what can be read of it', async (name) => {
    const root = await item(name, { bodies: [{ type: 1 }] });
    expect(text(bodyOf(root), 'Type')).toBe('1');
  });
});

describe('a mail that is signed or encrypted', () => {
  const secure = new SecureMail();
  afterAll(() => secure.close());
  const bodies = [{ type: 2 as const }, { type: 4 as const }];

  it.each([1, 2] as const)('is handed out as it is, with MIMESupport %i', async (mimeSupport) => {
    const root = await item(secure.signed(), { bodies, wishes: { mimeSupport }, rules: { allowAttachments: false } });
    expect(email(root, 'MessageClass')).toBe('IPM.Note.SMIME.MultipartSigned');
    expect(text(bodyOf(root), 'Type')).toBe('4');
    expect(secure.verified(Buffer.from(data(root) ?? ''))).toContain('Grüße');
    const opaque = await item(secure.encrypted(), { bodies, wishes: { mimeSupport } });
    expect(email(opaque, 'MessageClass')).toBe('IPM.Note.SMIME');
    expect(secure.decrypted(Buffer.from(data(opaque) ?? ''))).toContain('Secret');
  });

  it('shows what can be read without to those who take no MIME', async () => {
    const root = await item(secure.signed(), { bodies: [{ type: 1 }, { type: 4 }] });
    expect([text(bodyOf(root), 'Type'), data(root)?.trim()]).toEqual(['1', 'Grüße']);
    expect(names(root)).toEqual(['smime.p7s']);
    const opaque = await item(secure.encrypted(), { bodies: [{ type: 1 }] });
    expect([data(opaque), names(opaque)]).toEqual([undefined, ['smime.p7m']]);
  });
});

describe('a message class', () => {
  it.each([
    ['invitation', 'IPM.Schedule.Meeting.Request'],
    ['cancellation', 'IPM.Schedule.Meeting.Canceled'],
    ['acceptance', 'IPM.Schedule.Meeting.Resp.Pos'],
    ['bounce', 'REPORT.IPM.Note.NDR'],
    ['receipt', 'REPORT.IPM.Note.IPNRN'],
    ['winmail', 'IPM.Note'],
  ])('of %s is %s', async (name, expected) => expect(email(await item(name), 'MessageClass')).toBe(expected));

  it.each([
    ['DECLINED', 'IPM.Schedule.Meeting.Resp.Neg'],
    ['TENTATIVE', 'IPM.Schedule.Meeting.Resp.Tent'],
    ['NEEDS-ACTION', 'IPM.Note'],
  ])('of an answer %s is %s', async (status, expected) => {
    const raw = testMail('acceptance').toString().replace('PARTSTAT=ACCEPTED', `PARTSTAT=${status}`);
    expect(email(await item(Buffer.from(raw)), 'MessageClass')).toBe(expected);
  });

  it('of a report about success says so, and of one about a delay nothing', async () => {
    const report = (action: string) => Buffer.from(testMail('bounce').toString().replace('failed', action));
    expect(email(await item(report('delivered')), 'MessageClass')).toBe('REPORT.IPM.Note.DR');
    expect(email(await item(report('delayed')), 'MessageClass')).toBe('IPM.Note');
  });
});

describe('a meeting request', () => {
  it('carries what a phone needs to answer it', async () => {
    const root = await item('invitation', { version: '14.1' });
    const meeting = meetingOf(root);
    const value = (name: Parameters<typeof text>[1]) => text(meeting, name);
    expect(value('StartTime')).toBe('2026-03-10T13:00:00.000Z');
    expect(value('EndTime')).toBe('2026-03-10T14:00:00.000Z');
    expect(value('DtStamp')).toBe('2026-03-01T08:00:00.000Z');
    expect(value('AllDayEvent')).toBe('0');
    expect(value('InstanceType')).toBe('1');
    expect(value('Location')).toBe('Room 4, first floor');
    expect(value('Organizer')).toBe('"Jörg Weber" <joerg@example.com>');
    expect(value('Reminder')).toBe('900');
    expect(value('ResponseRequested')).toBe('1');
    expect(value('Sensitivity')).toBe('2');
    expect(value('BusyStatus')).toBe('3');
    expect(text(meeting, 'MeetingMessageType', 'Email2')).toBe('1');
    expect(email(root, 'ContentClass')).toBe('urn:content-classes:calendarmessage');
    expect(attachmentsOf(root)).toEqual([]);
  });

  it('has the time zone of the organizer', async () => {
    const blob = Buffer.from(text(meetingOf(await item('invitation')), 'TimeZone') ?? '', 'base64');
    expect(blob).toHaveLength(172);
    expect([0, 84, 168].map((offset) => blob.readInt32LE(offset))).toEqual([-60, 0, -60]);
  });

  it('has its series', async () => {
    const recurrences = child(meetingOf(await item('invitation', { version: '14.1' })), 'Recurrences');
    const recurrence = recurrences && child(recurrences, 'Recurrence');
    const value = (name: Parameters<typeof text>[1]) => recurrence && text(recurrence, name);
    expect([value('Type'), value('Interval'), value('DayOfWeek'), value('Occurrences')]).toEqual([
      '1',
      '2',
      '20',
      '10',
    ]);
    expect(recurrence && text(recurrence, 'FirstDayOfWeek', 'Email2')).toBe('1');
  });

  it('names the event by its global object id up to 14.1, and by its UID from 16.0 on', async () => {
    const old = meetingOf(await item('invitation', { version: '14.1' }));
    const id = Buffer.from(text(old, 'GlobalObjId') ?? '', 'base64');
    expect(id.toString('latin1')).toContain('vCal-Uid\u0001\0\0\0meeting-1@example.com\0');
    expect(text(old, 'UID', 'Calendar')).toBeUndefined();
    const current = meetingOf(await item('invitation'));
    expect(text(current, 'UID', 'Calendar')).toBe('meeting-1@example.com');
    expect(text(current, 'GlobalObjId')).toBeUndefined();
    const location = child(current, 'Location', 'AirSyncBase');
    expect(location && text(location, 'DisplayName')).toBe('Room 4, first floor');
  });

  it('about one occurrence says which, and shows the description if the mail has no text', async () => {
    const root = await item('cancellation', { bodies: [{ type: 1 }] });
    expect(text(meetingOf(root), 'RecurrenceId')).toBe('2026-03-12T13:00:00.000Z');
    expect(text(meetingOf(root), 'InstanceType')).toBe('3');
    expect(data(root)).toBe('Bring the numbers.\r\nAll of them.');
    const html = await item('cancellation', { bodies: [{ type: 2 }] });
    expect(data(html)).toContain('Bring the numbers.<br>');
  });

  it('that cannot be read is a file', async () => {
    const raw = Buffer.from(testMail('acceptance').toString().replace('\r\nUID:', '\r\nX-NO-UID:'));
    const root = await item(raw);
    expect(email(root, 'MessageClass')).toBe('IPM.Note');
    expect(names(root)).toEqual(['attachment-1.ics']);
  });
});

describe('a conversation', () => {
  const of = async (headers: string) => {
    const root = await item(Buffer.from(`Date: Wed, 04 Mar 2026 10:15:00 +0100\r\n${headers}\r\n\r\nx`));
    const bytes = (name: 'ConversationId' | 'ConversationIndex') => {
      const element = child(root, name, 'Email2');
      return Buffer.from(element ? bytesOf(element) : []).toString('hex');
    };
    return { id: bytes('ConversationId'), index: bytes('ConversationIndex') };
  };

  it('has one id for all its messages', async () => {
    const first = await of('Message-ID: <1@x>');
    const second = await of('Message-ID: <2@x>\r\nIn-Reply-To: <1@x>');
    const third = await of('Message-ID: <3@x>\r\nIn-Reply-To: <2@x>\r\nReferences: <1@x>\r\n <2@x>');
    expect(first.id).toHaveLength(32);
    expect(new Set([first.id, second.id, third.id]).size).toBe(1);
    expect((await of('Message-ID: <9@x>')).id).not.toBe(first.id);
  });

  it('goes by the subject where nothing else is known', async () => {
    expect((await of('Subject: Re: Plan')).id).toBe((await of('Subject: plan')).id);
  });

  it('has an index of time and levels', async () => {
    expect((await of('Message-ID: <1@x>')).index).toMatch(/^dcabb[\da-f]{5}$/);
    expect((await of('Message-ID: <3@x>\r\nReferences: <1@x> <2@x>')).index).toHaveLength(30);
  });

  it('takes the index that Outlook gave, without GUID', async () => {
    const index = Buffer.from(`01${'aabbccddee'}${'11'.repeat(16)}${'0102030405'}`, 'hex');
    expect((await of(`Thread-Index: ${index.toString('base64')}`)).index).toBe('aabbccddee0102030405');
    expect((await of('Thread-Index: rubbish')).index).toHaveLength(10);
  });
});
