import PostalMime from 'postal-mime';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { NoticePost } from './notice-post';
import type { NoticeMailer } from '@/engine/backends/notice-mailer';
import { SmtpNoticeMailer } from '@/engine/backends/smtp/smtp-notice-mailer';
import { parseNoticeUrl } from '@/engine/backends/smtp/notice-url';
import { type PeerAnswers, type SmtpPeer, startSmtpPeer } from '@/engine/backends/smtp/testing/smtp-peer';
import { upperCase } from '@/lib/domain/enum-case';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { recordMailServer } from '@/lib/domain/mail-servers/record-mail-server';
import { chooseNotices } from '@/lib/domain/notices/choose-notices';
import type { NoticeKind } from '@/lib/domain/notices/contract';
import { declareNoticeSender } from '@/lib/domain/notices/declare-notice-sender';
import { getNoticeSettings } from '@/lib/domain/notices/get-notice-settings';
import { requestNoticeTest } from '@/lib/domain/notices/request-notice-test';
import { asPerson } from '@/lib/domain/people/acting-person';
import type { Role } from '@/lib/domain/people/contract';
import { createLogger } from '@/lib/log/logger';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db } = await useDatabase();
const { administrator: somebody, clock } = testContexts(db);
const publicUrl = 'https://mail.example.com';
const peers: SmtpPeer[] = [];
afterAll(() => Promise.all(peers.map((peer) => peer.stop())));

let answers: PeerAnswers = {};
const peer = await startSmtpPeer({ toMessage: (raw) => answers.toMessage?.(raw) ?? null });
peers.push(peer);
const from = 'mobileadmin@example.com';
const toPeer = () =>
  new SmtpNoticeMailer({ ...parseNoticeUrl(`smtp://127.0.0.1:${peer.port}`), certificateAuthorities: [], from });

let lines: string[] = [];
const log = createLogger({ name: 'test', level: 'info', destination: { write: (line) => void lines.push(line) } });
const postBy = (mailer: NoticeMailer = toPeer()) => new NoticePost({ db, mailer, publicUrl, now: clock.now, log });
const post = postBy();

let count = 0;
let seen = 0;
/** What the mail server was given since it was last asked. */
function mails() {
  const fresh = peer.taken.slice(seen);
  seen = peer.taken.length;
  return Promise.all(fresh.map(async ({ raw, to }) => ({ ...(await PostalMime.parse(raw)), to: to.join() })));
}

async function person(role: Role, name = 'Ada') {
  count += 1;
  const email = `person${count}@example.org`;
  const data = { email, name, role: upperCase(role), passwordHash: 'none' };
  const { id } = await db.administrator.create({ data, select: { id: true } });
  return { id, email, ctx: asPerson(somebody, { id, name, role }) };
}
const choose = (ctx: typeof somebody, kinds: NoticeKind[], language: 'en' | 'de' = 'en') =>
  chooseNotices(ctx, { kinds, language, timeZone: 'Europe/Berlin' });

async function quarantined(name = 'iPhone') {
  count += 1;
  const seed = { mailbox: `owner${count}@example.com`, easDeviceId: `DEVICE${count}`, friendlyName: name };
  const device = await seedDevice(db, seed);
  await db.device.update({ where: { id: device.id }, data: { accessRuling: 'QUARANTINED' } });
  return { id: device.id, mailbox: seed.mailbox };
}
const release = ({ id }: { id: string }) => db.device.update({ where: { id }, data: { accessRuling: 'ALLOWED' } });

/** A look, and after the time of gathering what has become due. */
async function lookAndSend() {
  await post.work();
  clock.advance({ seconds: 31 });
  await post.work();
}

beforeEach(async () => {
  await db.administrator.updateMany({ data: { deactivatedAt: clock.now() } });
  await db.notice.deleteMany();
  await db.noticeDelivery.deleteMany();
  await db.device.deleteMany();
  await db.mailServerStatus.deleteMany();
  await db.policyException.updateMany({ data: { endedAt: new Date(0) } });
  await declareNoticeSender(db, { from, hasLinks: true });
  clock.advance({ hours: 1 });
  answers = {};
  seen = peer.taken.length;
  lines = [];
});

describe('what waits in quarantine', () => {
  it('is told within a minute, in one mail for two hundred devices, once, with links', async () => {
    const { email } = await person('administrator');
    const devices = new Set<string>();
    for (let index = 0; index < 200; index += 1) devices.add((await quarantined()).id);
    await post.work();
    expect(await mails()).toEqual([]);
    clock.advance({ seconds: 31 });
    await post.work();
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: email, subject: 'Mobileadmin: 200 devices wait in quarantine' });
    expect(mail?.text).toContain('… and 150 more');
    expect(mail?.text).toContain(`${publicUrl}/mobileadmin/devices?access=quarantined`);
    const links = [...(mail?.text ?? '').matchAll(/https:\/\/mail\.example\.com\/mobileadmin\/devices\/(\S+)/g)];
    expect(links.filter(([, id = '']) => devices.has(id))).toHaveLength(50);
    expect(mail?.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }));
    for (let round = 0; round < 4; round += 1) {
      clock.advance({ minutes: 16 });
      await post.work();
    }
    expect(await mails()).toEqual([]);
  });

  it('is told at most every quarter of an hour, and then all that came since', async () => {
    await person('administrator');
    await quarantined();
    await lookAndSend();
    expect(await mails()).toHaveLength(1);
    for (let minute = 0; minute < 14; minute += 1) {
      await quarantined();
      clock.advance({ minutes: 1 });
      await post.work();
    }
    expect(await mails()).toEqual([]);
    clock.advance({ minutes: 1 });
    await post.work();
    expect(await mails()).toMatchObject([{ subject: 'Mobileadmin: 14 devices wait in quarantine' }]);
  });

  it('is not told if it was settled before the mail goes out, also in the very last moment', async () => {
    await person('administrator');
    const [first, second] = [await quarantined(), await quarantined('Pixel')];
    await post.work();
    await release(first);
    clock.advance({ seconds: 31 });
    await post.work();
    expect(await mails()).toMatchObject([{ subject: 'Mobileadmin: 1 device waits in quarantine' }]);
    await release(second);
    const third = await quarantined();
    clock.advance({ minutes: 16 });
    await post.work();
    await release(third);
    // What stands is looked up for the mail itself too: this one is claimed before any look can find it settled.
    await db.noticeSender.updateMany({ data: { lookedAt: clock.now() } });
    await db.notice.updateMany({ data: { noticedAt: new Date(0) } });
    await post.work();
    expect(await mails()).toEqual([]);
    clock.advance({ minutes: 1 });
    await post.work();
    expect(await db.notice.count()).toBe(0);
  });

  it('is told anew if it comes back', async () => {
    await person('administrator');
    const device = await quarantined();
    await lookAndSend();
    await release(device);
    clock.advance({ minutes: 16 });
    await post.work();
    await db.device.update({ where: { id: device.id }, data: { accessRuling: 'QUARANTINED' } });
    clock.advance({ seconds: 11 });
    await lookAndSend();
    expect(await mails()).toHaveLength(2);
  });

  it('cannot write lines or links of its own into the mail', async () => {
    await person('administrator', 'Ada\u202E');
    await quarantined(`evil\r\n\r\nClick https://evil.example\u202E\u0007${'x'.repeat(500)}`);
    await lookAndSend();
    const [mail] = await mails();
    expect(mail?.text).toContain('* evil Click https:evil.example xxx');
    expect(mail?.text).not.toContain('\u0007');
    expect(mail?.text).not.toMatch(/https:\/\/evil|\u202E|x{80}/);
  });
});

describe('who is told what', () => {
  it('is chosen by role, and by the person as far as the role goes', async () => {
    const administrator = await person('administrator');
    const helpdesk = await person('helpdesk');
    const auditor = await person('auditor');
    const exempt = await person('helpdesk');
    // The helpdesk does not see exceptions.
    await choose(exempt.ctx, ['exception', 'policy_loop'], 'de');
    await quarantined();
    const { id } = await seedDevice(db, { mailbox: 'loop@example.com', easDeviceId: 'LOOP', policyState: 'LOOPING' });
    await db.mailbox.upsert({
      where: { name: 'board@example.com' },
      create: { name: 'board@example.com' },
      update: {},
    });
    const endsAt = new Date(clock.now().getTime() + 3 * 86_400_000).toISOString();
    const remindAt = new Date(clock.now().getTime() - 60_000).toISOString();
    const exception = await addException(somebody, {
      mailbox: 'board@example.com',
      reason: 'board',
      approvedBy: 'CEO',
      endsAt,
    });
    await db.policyException.update({ where: { id: exception.id }, data: { remindAt } });
    await lookAndSend();
    const sent = await mails();
    expect(Object.fromEntries(sent.map(({ to, subject }) => [to, subject]))).toEqual({
      [administrator.email]:
        'Mobileadmin: 1 device waits in quarantine; 1 exception ends soon; 1 phone gets nowhere with its policy',
      [helpdesk.email]: 'Mobileadmin: 1 device waits in quarantine',
      [exempt.email]: 'Mobileadmin: 1 Telefon kommt mit seiner Richtlinie nicht voran',
    });
    expect(sent.find(({ to }) => to === exempt.email)?.text).toContain(`/mobileadmin/devices/${id}`);
    expect(sent.find(({ to }) => to === administrator.email)?.text).toContain('Mailbox board@example.com');
    expect(await db.noticeRecipient.count()).toBe(0);
    expect(await getNoticeSettings(auditor.ctx)).toMatchObject({ kinds: [], language: null });
  });

  it('changes with the choice, the role and the leave of a person, also for what waits already', async () => {
    const [choosing, demoted, leaving] = [
      await person('administrator'),
      await person('administrator'),
      await person('administrator'),
    ];
    await seedDevice(db, { mailbox: 'loop2@example.com', easDeviceId: 'LOOP2', policyState: 'LOOPING' });
    await quarantined();
    await post.work();
    await choose(choosing.ctx, ['policy_loop']);
    await db.administrator.update({ where: { id: demoted.id }, data: { role: 'HELPDESK' } });
    await db.administrator.update({ where: { id: leaving.id }, data: { deactivatedAt: clock.now() } });
    clock.advance({ seconds: 31 });
    await post.work();
    const subjects = (await mails()).map(({ to, subject }) => [to, subject]);
    expect(Object.fromEntries(subjects)).toEqual({
      [choosing.email]: 'Mobileadmin: 1 phone gets nowhere with its policy',
      [demoted.email]: 'Mobileadmin: 1 device waits in quarantine',
    });
    expect(await db.noticeRecipient.count()).toBe(0);
    // Chosen anew, a kind is told from the next thing on.
    await choose(choosing.ctx, ['policy_loop', 'quarantine']);
    clock.advance({ minutes: 16 });
    await lookAndSend();
    expect(await mails()).toEqual([]);
  });

  it('of a mail server is told after five minutes of trouble, and not if it works again by then', async () => {
    await person('administrator');
    const server = { protocol: 'imap', address: 'imap.example.com:993' } as const;
    const found = (problem: 'timed_out' | 'cannot_connect' | null) =>
      recordMailServer(db, { ...server, problem, at: clock.now() });
    await found('timed_out');
    await lookAndSend();
    clock.advance({ minutes: 3 });
    await found(null);
    await post.work();
    await found('timed_out');
    clock.advance({ seconds: 11 });
    await post.work();
    clock.advance({ minutes: 4 });
    await found('cannot_connect');
    await post.work();
    expect(await mails()).toEqual([]);
    clock.advance({ minutes: 1 });
    await post.work();
    const [mail] = await mails();
    expect(mail?.subject).toBe('Mobileadmin: 1 mail server is not usable');
    expect(mail?.text).toContain('IMAP imap.example.com:993: no connection can be made');
  });
});

describe('a mail', () => {
  it('goes out once although several engines look and send at the same time', async () => {
    const people = await Promise.all([person('administrator'), person('administrator'), person('helpdesk')]);
    await Promise.all([quarantined(), quarantined(), quarantined()]);
    const posts = [post, postBy(), postBy(), postBy()];
    const all = () => Promise.all(posts.map((one) => one.work()));
    await all();
    clock.advance({ seconds: 31 });
    await all();
    await all();
    const sent = await mails();
    expect(sent.map(({ to }) => to).toSorted()).toEqual(people.map(({ email }) => email).toSorted());
    expect(new Set(sent.map(({ subject }) => subject))).toEqual(new Set(['Mobileadmin: 3 devices wait in quarantine']));
  });

  it('that was accepted by a process killed before it could mark it goes out once more, under the same id', async () => {
    await person('administrator');
    await quarantined();
    await post.work();
    clock.advance({ seconds: 31 });
    const killed = new Promise<void>((resolve) => {
      const mailer = toPeer();
      // After the mail server has spoken, nothing of this process happens any more.
      const send: NoticeMailer['send'] = async (message, signal) => {
        await mailer.send(message, signal);
        resolve();
        return new Promise(() => undefined);
      };
      void postBy({ send }).work();
    });
    await killed;
    clock.advance({ minutes: 1 });
    await post.work();
    expect(await mails()).toHaveLength(1);
    clock.advance({ minutes: 2 });
    await post.work();
    const again = await mails();
    expect(again).toHaveLength(1);
    const ids = peer.taken.slice(-2).map(({ raw }) => /^Message-ID: (.+)$/im.exec(raw.toString())?.[1]);
    expect(ids[0]).toBe(ids[1]);
    clock.advance({ hours: 1 });
    await post.work();
    expect(await mails()).toEqual([]);
  });

  it('that is refused is tried again with growing pauses, and tells then what there is by then', async () => {
    const { ctx } = await person('administrator');
    const first = await quarantined();
    await quarantined();
    let tries = 0;
    answers = {
      toMessage: () => {
        tries += 1;
        return '451 4.7.1 come again later';
      },
    };
    await lookAndSend();
    const at: number[] = [];
    for (let minute = 0; minute <= 60; minute += 1) {
      const before = tries;
      await post.work();
      if (tries > before) at.push(minute);
      clock.advance({ minutes: 1 });
    }
    expect(at).toEqual([1, 3, 8, 18, 48]);
    expect((await getNoticeSettings(ctx)).delivery).toMatchObject({
      problem: '451 4.7.1 come again later',
      nextAttemptAt: expect.any(String),
    });
    answers = {};
    await release(first);
    await quarantined();
    await quarantined();
    clock.advance({ hours: 1 });
    await post.work();
    expect(await mails()).toMatchObject([{ subject: 'Mobileadmin: 3 devices wait in quarantine' }]);
    expect((await getNoticeSettings(ctx)).delivery).toMatchObject({ problem: null, nextAttemptAt: null });
  });

  it('that nobody takes for a day is given up, in the log and for the person, and the next one is tried', async () => {
    const { ctx } = await person('administrator');
    await quarantined();
    answers = { toMessage: () => '554 5.7.1 not\u0007 you' };
    await lookAndSend();
    for (let hour = 0; hour < 23; hour += 1) {
      clock.advance({ hours: 1 });
      await post.work();
    }
    expect(lines.join('')).not.toContain('given up');
    clock.advance({ hours: 2 });
    await post.work();
    expect(lines.filter((line) => line.includes('could not be sent and are given up'))).toHaveLength(1);
    const given = (await getNoticeSettings(ctx)).delivery;
    expect(given).toMatchObject({ problem: '554 5.7.1 not you', nextAttemptAt: null });
    expect(await db.noticeRecipient.count()).toBe(0);
    answers = {};
    await quarantined();
    clock.advance({ minutes: 1 });
    await lookAndSend();
    expect(await mails()).toMatchObject([{ subject: 'Mobileadmin: 1 device waits in quarantine' }]);
  });

  it('that is under way when the engine stops is left to others, and is no failure', async () => {
    const { ctx } = await person('administrator');
    await quarantined();
    await post.work();
    clock.advance({ seconds: 31 });
    const stopping = postBy({
      send: (_message, signal) => {
        stopping.close();
        return Promise.reject(signal.reason instanceof Error ? signal.reason : new Error('not stopped'));
      },
    });
    await stopping.work();
    expect((await getNoticeSettings(ctx)).delivery.problem).toBeNull();
    clock.advance({ seconds: 21 });
    await post.work();
    expect(await mails()).toHaveLength(1);
  });
});

describe('a test mail', () => {
  it('reaches who asked for it, once, and its acceptance is told', async () => {
    const { ctx, email } = await person('auditor');
    await choose(ctx, [], 'de');
    const asked = await requestNoticeTest(ctx);
    expect(asked.test).toMatchObject({ answeredAt: null });
    await Promise.all([post.sendTests(), postBy().sendTests()]);
    expect(await mails()).toMatchObject([{ to: email, subject: 'Mobileadmin: Test-E-Mail' }]);
    expect((await getNoticeSettings(ctx)).test).toMatchObject({ answeredAt: expect.any(String), problem: null });
  });

  it('that the mail server refuses is answered in its words', async () => {
    const { ctx } = await person('helpdesk');
    answers = { toMessage: () => '550 5.7.1 We do not know mobileadmin@example.com' };
    await requestNoticeTest(ctx);
    await post.sendTests();
    expect((await getNoticeSettings(ctx)).test?.problem).toBe('550 5.7.1 We do not know mobileadmin@example.com');
  });

  it('is refused while nothing is set up, and to a token', async () => {
    const { ctx } = await person('administrator');
    await declareNoticeSender(db, { from: null, hasLinks: true });
    await expect(requestNoticeTest(ctx)).rejects.toMatchObject({ code: 'notices_not_set_up' });
    for (const refused of [getNoticeSettings, requestNoticeTest]) {
      await expect(refused(testContexts(db).token)).rejects.toMatchObject({ code: 'permission_denied' });
    }
  });
});
