import { Client } from 'pg';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PeerAnswers, startSmtpPeer } from '@/engine/backends/smtp/testing/smtp-peer';
import { until } from '@/engine/engine-under-test';
import { type EngineProcess, startEngineProcess } from '@/engine/testing/engine-process';
import { declareNoticeSender } from '@/lib/domain/notices/declare-notice-sender';
import { gatherNotices } from '@/lib/domain/notices/gather-notices';
import { CLAIM_MS } from '@/lib/domain/notices/notice-pace';
import { findFreePort } from '@/scripts/ports/free-port';
import { execute, useDatabase } from '@/scripts/testing/database';
import { seedDevice } from '@/scripts/testing/seed-device';

// An engine that is killed with SIGKILL while a notice is on its way. SMTP has no moment at which both sides know that a
// mail has changed hands, so what is promised is: no notice is lost; it is sent again only if the engine was killed after
// the mail server took it and before that was written down, then once, and under the same Message-ID.

const { db, url, ownerUrl } = await useDatabase();
const from = 'mobileadmin@example.com';

let holdBack: PeerAnswers['holdBack'];
const smtp = await startSmtpPeer({ holdBack: async (moment) => holdBack?.(moment) });
afterAll(() => smtp.stop());

let engine: EngineProcess | undefined;
afterEach(() => engine?.kill());
let port = 0;
const LOCK = 4712;
beforeAll(async () => {
  port = await findFreePort();
  const held = `CREATE FUNCTION held_mark() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock(${LOCK}); RETURN NEW; END $$`;
  await execute(ownerUrl, held);
});

async function startAgain(): Promise<void> {
  engine = await startEngineProcess(port, {
    DATABASE_URL: url,
    BACKEND: 'demo',
    NOTICE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    NOTICE_FROM: from,
  });
}

let people = 0;
/** Somebody who has to be told of a device, by a mail that is due. */
async function personToTell(): Promise<string> {
  people += 1;
  const email = `person${people}@example.org`;
  await db.administrator.create({ data: { email, name: 'Ada', role: 'ADMINISTRATOR', passwordHash: 'none' } });
  const { id } = await seedDevice(db, { mailbox: `owner${people}@example.com`, easDeviceId: `DEVICE${people}` });
  await db.device.update({ where: { id }, data: { accessRuling: 'QUARANTINED' } });
  await declareNoticeSender(db, { from, hasLinks: false });
  await gatherNotices(db, new Date(Date.now() - 60_000));
  expect(await db.noticeRecipient.count()).toBe(1);
  return email;
}

beforeEach(async () => {
  await db.administrator.updateMany({ data: { deactivatedAt: new Date() } });
  await db.notice.deleteMany();
  await db.noticeDelivery.deleteMany();
  await db.device.deleteMany();
  await db.noticeSender.updateMany({ data: { lookedAt: null } });
  holdBack = undefined;
});

const taken = (email: string) => smtp.taken.filter(({ to }) => to.includes(email));

/** What the mail server has been given for this person, by what makes receivers drop a double. */
const idsOf = async (email: string) =>
  Promise.all(taken(email).map(async ({ raw }) => (await PostalMime.parse(raw)).messageId));

/** Runs until the mail server is at this moment, and kills the engine there: no word of the server reaches it any more. */
async function killWhen(moment: 'read' | 'taken'): Promise<void> {
  let isThere = false;
  holdBack = (at) => {
    if (at !== moment) return Promise.resolve();
    isThere = true;
    return new Promise(() => undefined);
  };
  await startAgain();
  await until(() => Promise.resolve(isThere));
  await engine?.kill();
  holdBack = undefined;
}

/** Runs until the engine commits that the mail was sent, which a trigger holds, and kills it there. */
async function killAtMark({ isWritten }: { isWritten: boolean }): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await owner.query(
      `CREATE CONSTRAINT TRIGGER held AFTER UPDATE ON notice_delivery DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (NEW.last_sent_at IS DISTINCT FROM OLD.last_sent_at) EXECUTE FUNCTION held_mark()`,
    );
    await startAgain();
    const waiting = async () => {
      const found = await owner.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
        [LOCK],
      );
      return found.rows[0]?.pid;
    };
    const pid = await until(waiting);
    await engine?.kill();
    if (!isWritten) await owner.query('SELECT pg_terminate_backend($1, 10000)', [pid]);
    await owner.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    await until(async () => (await waiting()) === undefined);
    await owner.query('DROP TRIGGER held ON notice_delivery'); // waits for a commit that is carried out
  } finally {
    await owner.end();
  }
}

/** Lets the time pass after which the claim of an engine that is gone does not count any more. */
async function claimRunsOut(): Promise<void> {
  const { claim, claimedUntil } = await db.noticeDelivery.findFirstOrThrow();
  expect(claim).not.toBeNull();
  expect(claimedUntil?.getTime()).toBeGreaterThan(Date.now());
  expect(claimedUntil?.getTime()).toBeLessThanOrEqual(Date.now() + CLAIM_MS);
  await db.noticeDelivery.updateMany({ data: { claimedUntil: new Date(Date.now() - 1000) } });
}

/** Until it is written down that everything was told. */
const allTold = () => until(async () => (await db.noticeRecipient.count()) === 0);

const lastLook = async () => (await db.noticeSender.findFirst())?.lookedAt?.getTime() ?? 0;

/** A whole look of the engine: the next one begins when it has sent what it found. */
async function looksOnceMore(): Promise<void> {
  const askedAt = Date.now();
  const first = await until(async () => {
    const at = await lastLook();
    return at > askedAt && at;
  });
  await until(async () => (await lastLook()) > first);
}

/** A look long after the last mail, when another one would be due. */
async function looksMuchLater(): Promise<void> {
  await db.noticeDelivery.updateMany({ data: { lastSentAt: new Date(0), claimedUntil: null } });
  await looksOnceMore();
}

// Starting a process compiles its sources, and an engine looks every ten seconds.
describe('a notice on its way when the engine is killed', { timeout: 240_000 }, () => {
  it('is sent by the next engine if the mail server had read it and not taken it', async () => {
    const email = await personToTell();
    await killWhen('read');
    expect(taken(email)).toEqual([]);
    expect(await db.noticeRecipient.count()).toBe(1);
    await claimRunsOut();
    await startAgain();
    await allTold();
    await looksMuchLater();
    expect(await idsOf(email)).toHaveLength(1);
  });

  it('is sent once more, under the same Message-ID, if the mail server took it and could not say so', async () => {
    const email = await personToTell();
    await killWhen('taken');
    expect(taken(email)).toHaveLength(1);
    await claimRunsOut();
    await startAgain();
    await allTold();
    await looksMuchLater();
    const ids = await idsOf(email);
    expect(ids).toEqual([expect.stringMatching(/^<notice-\w+@example\.com>$/), ids[0]]);
  });

  it('is sent once more, under the same Message-ID, if it was accepted and that was not written down', async () => {
    const email = await personToTell();
    await killAtMark({ isWritten: false });
    expect(taken(email)).toHaveLength(1);
    await claimRunsOut();
    await startAgain();
    await allTold();
    await looksMuchLater();
    const ids = await idsOf(email);
    expect(ids).toEqual([expect.stringMatching(/^<notice-\w+@example\.com>$/), ids[0]]);
  });

  it('is not sent again if it was written down that it was accepted', async () => {
    const email = await personToTell();
    await killAtMark({ isWritten: true });
    expect(await db.noticeRecipient.count()).toBe(0);
    await startAgain();
    await looksMuchLater();
    expect(taken(email)).toHaveLength(1);
  });

  it('is left alone as long as the engine that was killed over it could still be at it', async () => {
    const email = await personToTell();
    await killWhen('taken');
    await startAgain();
    await looksOnceMore();
    expect(taken(email)).toHaveLength(1);
    expect(await db.noticeRecipient.count()).toBe(1);
  });
});
