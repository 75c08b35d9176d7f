import { describe, expect, it } from 'vitest';
import { DemoBackend } from './demo-backend';
import type { AutoReply } from '@/engine/backends/auto-reply';

const away: AutoReply = {
  isEnabled: true,
  period: null,
  internal: { isEnabled: true, text: 'Back on Monday', format: 'text' },
  external: { isEnabled: true, text: '<p>On leave</p>', format: 'html' },
};

const mail = (from: string, extra: readonly string[] = []) =>
  Buffer.from(
    [`From: ${from}`, 'To: Anna@Example.com', 'Subject: news', 'Message-ID: <1@x>', ...extra, '', 'hi'].join('\r\n'),
  );

async function start(reply: AutoReply) {
  let nowMs = Date.parse('2026-07-01T12:00:00Z');
  const backend = new DemoBackend({ password: 'demo', now: () => new Date(nowMs) });
  const signIn = async (username: string) => {
    const account = await backend.authenticate({ username, password: 'demo' });
    if (!account) throw new Error('refused');
    return account;
  };
  await backend.setAutoReply(await signIn('anna@example.com'), reply);
  /** Answers in the Inbox of that name. */
  const answersTo = async (username: string) => {
    const account = await signIn(username);
    const listing = await backend.listMessages({ account, folderId: 'inbox' });
    const uids = listing?.messages.map(({ uid }) => uid) ?? [];
    const heads = await backend.fetchHeads({ account, folderId: 'inbox', uids });
    return heads.filter(({ headers }) => headers['auto-submitted'] === 'auto-replied');
  };
  const passTime = (ms: number) => (nowMs += ms);
  return { backend, signIn, answersTo, passTime };
}

describe('an automatic reply of the demo', () => {
  it('answers each sender once, colleagues otherwise than strangers, and each anew when it is set again', async () => {
    const { backend, signIn, answersTo } = await start(away);
    const bert = await signIn('bert@example.com');
    const send = () =>
      backend.send(bert, {
        raw: mail('bert@example.com'),
        sender: 'bert@example.com',
        recipients: ['anna@example.com'],
      });
    await send();
    await send();
    await backend.deliver('anna@example.com', mail('eve@example.net'));
    const [answer, ...more] = await answersTo('bert@example.com');
    expect(more).toEqual([]);
    expect(answer).toMatchObject({
      subject: 'Automatic reply: news',
      inReplyTo: '<1@x>',
      structure: { type: 'text/plain' },
    });
    expect(await answersTo('eve@example.net')).toMatchObject([{ structure: { type: 'text/html' } }]);
    await backend.setAutoReply(await signIn('anna@example.com'), away);
    await send();
    expect(await answersTo('bert@example.com')).toHaveLength(2);
  });

  it.each<[string, string, string[]]>([
    ['a reply', 'bert@example.com', ['Auto-Submitted: auto-replied']],
    ['a mailing list', 'bert@example.com', ['List-Id: <team.example.com>']],
    ['a mass mail', 'bert@example.com', ['Precedence: bulk']],
    ['its owner', 'anna@example.com', []],
    ['nobody', '<>', []],
  ])('does not answer %s', async (_what, from, extra) => {
    const { backend, answersTo } = await start(away);
    expect(await backend.deliver('anna@example.com', mail(from, extra))).toBe(true);
    expect(await answersTo(from.includes('@') ? from : 'bert@example.com')).toEqual([]);
  });

  it('does not answer what was not sent to its owner', async () => {
    const { backend, answersTo } = await start(away);
    await backend.deliver('anna@example.com', Buffer.from('From: bert@example.com\r\nTo: team@example.com\r\n\r\nhi'));
    expect(await answersTo('bert@example.com')).toEqual([]);
  });

  it('ends with two people who are both away', async () => {
    const { backend, signIn, answersTo } = await start(away);
    const bert = await signIn('bert@example.com');
    await backend.setAutoReply(bert, away);
    await backend.deliver('anna@example.com', mail('bert@example.com'));
    expect(await answersTo('bert@example.com')).toHaveLength(1);
    expect(await answersTo('anna@example.com')).toHaveLength(0);
  });

  it('answers between its times only, and only those it is meant for', async () => {
    const period = { startsAt: new Date('2026-07-01T13:00:00Z'), endsAt: new Date('2026-07-01T14:00:00Z') };
    const { backend, answersTo, passTime } = await start({
      ...away,
      period,
      external: { ...away.external, text: ' ' },
    });
    const counts: number[] = [];
    for (const from of ['one', 'two', 'three']) {
      await backend.deliver('anna@example.com', mail(`${from}@example.com`));
      await backend.deliver('anna@example.com', mail(`${from}@example.net`));
      counts.push((await answersTo(`${from}@example.com`)).length, (await answersTo(`${from}@example.net`)).length);
      passTime(3_600_000);
    }
    expect(counts).toEqual([0, 0, 1, 0, 0, 0]);
  });
});
