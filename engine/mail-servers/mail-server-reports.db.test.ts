import { beforeEach, expect, it } from 'vitest';
import { MailServerReports } from './mail-server-reports';
import { createLogger } from '@/lib/log/logger';
import { useDatabase } from '@/scripts/testing/database';

const { db } = await useDatabase();
const lines: string[] = [];
const log = createLogger({ name: 'test', level: 'info', destination: { write: (line) => void lines.push(line) } });
const address = 'mail.example.com:993';
const row = () => db.mailServerStatus.findUniqueOrThrow({ where: { protocol: 'IMAP' } });

let nowMs = 0;
let due: (() => void) | null = null;
const later = (run: () => void) => {
  due = run;
  return () => {
    due = null;
  };
};
const passBy = (seconds: number) => {
  nowMs += seconds * 1000;
};
const reports = () =>
  new MailServerReports({ protocol: 'imap', address }, { db, log, now: () => new Date(nowMs), later });

beforeEach(async () => {
  await db.mailServerStatus.deleteMany();
  lines.length = 0;
  due = null;
  nowMs = Date.UTC(2026, 2, 1);
});

it('the first failure is written and logged at once, with its reason', async () => {
  const under = reports();
  under.failed('certificate_not_trusted', new Error('self-signed certificate'));
  await under.settled();
  expect(await row()).toMatchObject({ address, problem: 'CERTIFICATE_NOT_TRUSTED', lastFailureAt: new Date(nowMs) });
  const [line = ''] = lines;
  expect(line).toContain('The mail server is of no use');
  expect(line).toContain('certificate_not_trusted');
  expect(line).toContain(address);
});

it('a server that comes and goes is written every thirty seconds at most, and then as it is', async () => {
  const under = reports();
  under.succeeded();
  for (let second = 0; second < 20; second += 1) {
    passBy(1);
    under.failed('timed_out', null);
    under.succeeded();
    under.failed('cannot_connect', null);
  }
  await under.settled();
  expect(await row()).toMatchObject({ problem: null });
  passBy(10);
  due?.();
  await under.settled();
  expect(await row()).toMatchObject({ problem: 'CANNOT_CONNECT' });
  expect(lines).toHaveLength(1);
});

it('what is as it was again by then is not written', async () => {
  const under = reports();
  under.succeeded();
  await under.settled();
  passBy(1);
  under.failed('refused', null);
  under.succeeded();
  passBy(29);
  due?.();
  await under.settled();
  expect(await row()).toMatchObject({ problem: null, lastFailureAt: null });
  expect(lines).toEqual([]);
});

it('success without end is written every five minutes', async () => {
  const under = reports();
  const first = new Date(nowMs);
  under.succeeded();
  passBy(299);
  under.succeeded();
  await under.settled();
  expect((await row()).lastSuccessAt).toEqual(first);
  passBy(1);
  under.succeeded();
  await under.settled();
  expect((await row()).lastSuccessAt).toEqual(new Date(nowMs));
});
