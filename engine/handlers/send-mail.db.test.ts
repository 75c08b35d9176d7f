import { describe, expect, it } from 'vitest';
import { SendRefused } from '@/engine/backends/contract';
import { collection, syncOf, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { isAtLeast, knownProtocolVersions } from '@/lib/protocol/eas/protocol-version';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });
const { signal } = new AbortController();

let mails = 0;

/** A mail to a mailbox of its own, so that a test finds what arrived. */
function newMail(headers: readonly string[] = [], body = 'Hello Bert\r\n') {
  mails += 1;
  const recipient = `bert${mails}@example.com`;
  const lines = ['From: Somebody Else <forged@example.com>', `To: Bert <${recipient}>`, `Subject: Mail ${mails}`];
  const mime = Buffer.from([...lines, ...headers, '', body].join('\r\n'));
  return { recipient, request: { clientId: `mail-${mails}`, saveInSentItems: true, mime } };
}

async function accountOf(mailbox: string) {
  const account = await engine.backend.authenticate({ username: mailbox, password: 'demo' });
  if (!account) throw new Error('refused');
  return account;
}

/** Everything that arrived beside what a new mailbox holds. */
async function arrived(mailbox: string, folderId = 'inbox') {
  const account = await accountOf(mailbox);
  const listing = await engine.backend.listMessages({ account, folderId });
  const uids = (listing?.messages ?? []).map(({ uid }) => uid);
  const heads = await engine.backend.fetchHeads({ account, folderId, uids });
  return heads.filter(({ subject }) => /^(?:Re: |Fwd: )?Mail \d+$/.test(subject) || subject.startsWith('FW'));
}

async function rawOf(mailbox: string, uid: number): Promise<string> {
  const account = await accountOf(mailbox);
  const part = { account, folderId: 'inbox', uid, path: '', limitBytes: 10_000_000 };
  return (await engine.backend.fetchPart(part))?.content.toString('utf8') ?? '';
}

async function connect(config = {}): Promise<EasClient> {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  return phone;
}

describe.each(knownProtocolVersions)('a mail of a phone in %s', (protocolVersion) => {
  it('goes out from its own address, lies in Sent, and is sent once however often it is asked for', async () => {
    const phone = await connect({ protocolVersion });
    const { recipient, request } = newMail(['Bcc: hidden@example.com']);
    const sent = await phone.sendMail(request);
    expect(sent).toMatchObject({ http: 200, response: undefined, headers: { 'content-length': '0' } });
    const again = await phone.sendMail(request);
    // [MS-ASCMD] 2.2.2 Common Status Codes, 118; up to 12.1 there is none
    const status = isAtLeast(protocolVersion, '14.0') ? 118 : undefined;
    expect([again.http, again.response?.status]).toEqual([200, status]);
    const [mail, ...more] = await arrived(recipient);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ from: [{ address: phone.user }], bcc: [] });
    expect(await arrived(phone.user, 'sent')).toMatchObject([{ isRead: true, messageId: mail?.messageId }]);
  });
});

describe('a mail that cannot go out', () => {
  it.each([
    ['nobody', Buffer.from('Subject: nobody\r\n\r\nhello'), 119],
    ['no message at all', Buffer.from([0, 1, 2, 3]), 107],
  ])('to %s is refused, and can be tried again', async (_what, mime, status) => {
    const phone = await connect();
    const request = { clientId: 'c1', saveInSentItems: true, mime };
    expect((await phone.sendMail(request)).response).toEqual({ status });
    expect((await phone.sendMail(request)).response).toEqual({ status });
    const good = newMail();
    expect((await phone.sendMail({ ...good.request, clientId: 'c1' })).response).toBeUndefined();
    expect(await arrived(good.recipient)).toHaveLength(1);
  });

  it.each([
    ['recipients', 116],
    ['size', 122],
    ['quota', 115],
    ['content', 120],
  ] as const)('for its %s is refused with that reason', async (code, status) => {
    const phone = await connect();
    const { send } = engine.backend;
    engine.backend.send = async () => {
      throw new SendRefused(code);
    };
    try {
      expect((await phone.sendMail(newMail().request)).response).toEqual({ status });
    } finally {
      engine.backend.send = send;
    }
  });

  it('from another account than the main one is Status 166', async () => {
    const phone = await connect();
    const { request } = newMail();
    expect((await phone.sendMail({ ...request, accountId: 'other' })).response).toEqual({ status: 166 });
  });
});

describe('a mail that was interrupted', () => {
  it('is sent by the next attempt, under the same Message-ID', async () => {
    const phone = await connect();
    const { recipient, request } = newMail();
    await phone.sendMail(request);
    const device = await db.device.findFirstOrThrow({ where: { mailbox: { name: phone.user } } });
    const old = new Date(Date.now() - 3_600_000);
    await db.clientItem.updateMany({ where: { deviceId: device.id }, data: { doneAt: null, createdAt: old } });
    expect((await phone.sendMail(request)).response).toBeUndefined();
    const ids = (await arrived(recipient)).map(({ messageId }) => messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('and is just being sent by another request is Status 111', async () => {
    const phone = await connect();
    const { request } = newMail();
    const device = await db.device.findFirstOrThrow({ where: { mailbox: { name: phone.user } } });
    await db.clientItem.create({ data: { deviceId: device.id, scope: 'send', clientId: request.clientId } });
    expect((await phone.sendMail(request)).response).toEqual({ status: 111 });
  });
});

describe.each(knownProtocolVersions)('replies and forwards in %s', (protocolVersion) => {
  async function connectAndSync() {
    const phone = await connect({ protocolVersion });
    await phone.sync(syncOf(collection('0')));
    await phone.sync(syncOf(collection('1')));
    return phone;
  }
  const source = { by: 'item', folderId: 'inbox', itemId: 'inbox:24' } as const;

  it('carry the original with them and mark it', async () => {
    const phone = await connectAndSync();
    const reply = newMail();
    const rest = { source, replaceMime: false, forwardees: [] };
    expect((await phone.smartReply({ ...reply.request, ...rest })).response).toBeUndefined();
    const forward = newMail();
    expect((await phone.smartForward({ ...forward.request, ...rest })).response).toBeUndefined();

    const account = await accountOf(phone.user);
    const [original] = await engine.backend.fetchHeads({ account, folderId: 'inbox', uids: [24] });
    expect(original).toMatchObject({ isAnswered: true, keywords: expect.arrayContaining(['$Forwarded']) });
    const [replied] = await arrived(reply.recipient);
    expect(replied?.inReplyTo).toBe(original?.messageId);
    const text = await rawOf(reply.recipient, replied?.uid ?? 0);
    expect(text).toContain('Hello Bert');
    expect(text.replaceAll('=\r\n', '')).toContain('Katrin Weber');
    const [forwarded] = await arrived(forward.recipient);
    expect(await rawOf(forward.recipient, forwarded?.uid ?? 0)).toContain('Hello Bert');
  });

  it('of a mail that is gone say so', async () => {
    const phone = await connectAndSync();
    const gone = { ...source, itemId: 'inbox:777' };
    const { request } = newMail();
    for (const kind of ['smartReply', 'smartForward'] as const) {
      const answer = await phone[kind]({ ...request, source: gone, replaceMime: false, forwardees: [] });
      const refusal = isAtLeast(protocolVersion, '14.0') ? [200, 150] : [500, undefined];
      expect([answer.http, answer.response?.status]).toEqual(refusal);
    }
  });
});

describe.each(['smartReply', 'smartForward'] as const)('a %s that is whole', (kind) => {
  it.each(['inbox:24', 'inbox:777'])('goes out as it is, also if what it answers is gone: %s', async (itemId) => {
    const phone = await connect();
    const { recipient, request } = newMail();
    const source = { by: 'item', folderId: 'inbox', itemId } as const;
    const answer = await phone[kind]({ ...request, source, replaceMime: true, forwardees: [] });
    expect(answer.response).toBeUndefined();
    const [mail] = await arrived(recipient);
    expect((await rawOf(recipient, mail?.uid ?? 0)).split('\r\n\r\n')[1]).toBe('Hello Bert\r\n');
  });
});

it('a folder that is watched hears of a mail that another phone sent', async () => {
  const phone = await connect();
  const { recipient, request } = newMail();
  const heard = new Promise((resolve) => {
    void accountOf(recipient).then((account) =>
      engine.backend.watch(account, () => new Set(['inbox']), {
        onChange: resolve,
        onEnd: () => resolve('ended'),
        signal,
      }),
    );
  });
  await accountOf(recipient);
  await phone.sendMail(request);
  expect(await heard).toEqual([{ folderId: 'inbox', hasArrivals: true }]);
});
