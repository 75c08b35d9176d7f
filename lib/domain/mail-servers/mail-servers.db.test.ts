import { beforeEach, describe, expect, it } from 'vitest';
import { MailServerList } from '@/lib/domain/mail-servers/contract';
import { declareMailServers } from '@/lib/domain/mail-servers/declare-mail-servers';
import { listMailServers } from '@/lib/domain/mail-servers/list-mail-servers';
import { recordMailServer } from '@/lib/domain/mail-servers/record-mail-server';
import { getOverview } from '@/lib/domain/overview/get-overview';
import { CONSOLE_CHANNEL } from '@/lib/domain/signals';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db, url } = await useDatabase();
const { administrator, auditor, helpdesk, phone } = testContexts(db);
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 9, minute));
const address = 'mail.example.com:993';
const imap = { protocol: 'imap', address } as const;
const serversOf = async () => MailServerList.parse(await listMailServers(auditor)).servers;

beforeEach(() => declareMailServers(db, { imap: address, smtp: null }, at(0)));

describe('what is known of the mail servers', () => {
  it('begins with what is configured', async () => {
    await declareMailServers(db, null, at(0));
    expect(await serversOf()).toEqual([]);
    await declareMailServers(db, { imap: address, smtp: null }, at(1));
    const untried = { lastSuccessAt: null, lastFailureAt: null, since: at(1).toISOString() };
    expect(await serversOf()).toEqual([
      { ...imap, problem: null, ...untried },
      { protocol: 'smtp', address: null, problem: 'not_configured', ...untried },
    ]);
  });

  it('is how the engine fared last, and since when it has been so', async () => {
    await recordMailServer(db, { ...imap, problem: 'cannot_connect', at: at(10) });
    await recordMailServer(db, { ...imap, problem: 'cannot_connect', at: at(15) });
    const failing = { since: at(10).toISOString(), lastFailureAt: at(15).toISOString(), lastSuccessAt: null };
    expect((await serversOf())[0]).toEqual({ ...imap, problem: 'cannot_connect', ...failing });
    expect((await getOverview(helpdesk)).mailServerProblems).toEqual([
      { protocol: 'imap', problem: 'cannot_connect', since: at(10).toISOString() },
      { protocol: 'smtp', problem: 'not_configured', since: expect.any(String) },
    ]);
    await recordMailServer(db, { ...imap, problem: null, at: at(20) });
    const working = { since: at(20).toISOString(), lastFailureAt: at(15).toISOString() };
    expect((await serversOf())[0]).toEqual({ ...imap, problem: null, ...working, lastSuccessAt: at(20).toISOString() });
  });

  it('survives a restart of the engine, and is forgotten with the address', async () => {
    await recordMailServer(db, { ...imap, problem: 'timed_out', at: at(30) });
    await declareMailServers(db, { imap: address, smtp: null }, at(31));
    expect((await serversOf())[0]).toMatchObject({ problem: 'timed_out' });
    await declareMailServers(db, { imap: 'other.example.com:993', smtp: 'other.example.com:465' }, at(32));
    expect((await serversOf()).map(({ problem, lastFailureAt }) => [problem, lastFailureAt])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('is told to open pages when it changes, and not when it stays', async () => {
    await declareMailServers(db, { imap: 'new.example.com:993', smtp: null }, at(40));
    const report = { protocol: 'imap', address: 'new.example.com:993' } as const;
    const heard = await collectSignals(url, CONSOLE_CHANNEL, async () => {
      await recordMailServer(db, { ...report, problem: null, at: at(41) });
      await recordMailServer(db, { ...report, problem: null, at: at(46) });
      await recordMailServer(db, { ...report, problem: 'refused', at: at(47) });
    });
    expect(heard).toEqual([{ topic: 'mail_servers' }, { topic: 'mail_servers' }]);
  });

  it('can be written by two front ends at once', async () => {
    await declareMailServers(db, null, at(50));
    await Promise.all(
      [1, 2, 3, 4].map((minute) => recordMailServer(db, { ...imap, problem: null, at: at(50 + minute) })),
    );
    expect(await serversOf()).toHaveLength(1);
  });

  it('is listed for those who may read settings', async () => {
    expect((await listMailServers(administrator)).servers).toHaveLength(2);
    for (const ctx of [helpdesk, phone]) {
      await expect(listMailServers(ctx)).rejects.toMatchObject({ code: 'permission_denied' });
    }
  });
});
