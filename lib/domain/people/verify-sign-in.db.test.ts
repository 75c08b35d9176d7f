import { describe, expect, it } from 'vitest';
import type { DomainContext } from '@/lib/domain/context';
import { changeOwnPassword } from '@/lib/domain/people/change-own-password';
import { hashConsolePassword } from '@/lib/domain/people/console-password';
import { loadSessionPerson } from '@/lib/domain/people/load-session-person';
import { updatePerson } from '@/lib/domain/people/update-person';
import { verifySignIn } from '@/lib/domain/people/verify-sign-in';
import { TestClock, testContexts } from '@/scripts/testing/domain/test-context';
import { useDatabase } from '@/scripts/testing/database';
import { outcomes } from '@/scripts/testing/outcomes';
import { processorTimeOf } from '@/scripts/testing/processor-time';

const { db } = await useDatabase();
const password = 'correct horse battery';
const passwordHash = await hashConsolePassword(password);
let people = 0;

/** Somebody who is not signed in yet; without an address, the throttle of addresses plays no part. */
const asking = (clock = new TestClock()): DomainContext => ({
  ...testContexts(db, clock).administrator,
  address: null,
});

async function seedPerson() {
  people += 1;
  const email = `person${people}@example.org`;
  return db.administrator.create({ data: { email, name: `Person ${people}`, role: 'HELPDESK', passwordHash } });
}

describe('signing in', () => {
  it('answers who the person is, remembers when, and writes it to the history', async () => {
    const { id, email } = await seedPerson();
    const clock = new TestClock();
    const ctx = { ...asking(clock), address: '192.0.2.1' };
    expect(await verifySignIn(ctx, { email, password })).toMatchObject({
      id,
      email,
      role: 'helpdesk',
      sessionVersion: 1,
    });
    expect(await db.administrator.findUnique({ where: { id } })).toMatchObject({ lastSignInAt: clock.now() });
    const [audit] = await db.auditEvent.findMany({ where: { action: 'signed_in', targetId: id } });
    expect(audit).toMatchObject({ actorKind: 'PERSON', actorId: id, targetName: email, address: '192.0.2.1' });
  });

  it('gives unknown, deactivated and mistaken people the same answer, and the history the difference', async () => {
    const ctx = asking();
    const active = await seedPerson();
    const gone = await seedPerson();
    await updatePerson(ctx, { id: gone.id, isActive: false });
    const attempts = [
      { email: active.email, password: 'not the password', because: 'wrong_password' },
      { email: gone.email, password, because: 'deactivated' },
      { email: 'nobody@example.org', password, because: 'unknown_person' },
    ];
    for (const { because, ...attempt } of attempts) {
      await expect(verifySignIn(ctx, attempt)).rejects.toMatchObject({ code: 'sign_in_refused', details: {} });
      const where = { action: 'sign_in_refused', targetName: attempt.email };
      expect(await db.auditEvent.findFirst({ where })).toMatchObject({ after: { because } });
    }
  });

  it('does not keep in the history what was typed in place of an e-mail address', async () => {
    const typed = 'my secret password';
    await expect(verifySignIn(asking(), { email: typed, password })).rejects.toMatchObject({
      code: 'sign_in_refused',
    });
    const rows = await db.auditEvent.findMany({ where: { action: 'sign_in_refused' } });
    expect(JSON.stringify(rows.map(({ sequence: _, ...row }) => row))).not.toContain(typed);
  });

  it('checks a password for an unknown address too, so that the time taken tells nothing', async () => {
    const ctx = asking();
    const { email } = await seedPerson();
    const work = (address: string) =>
      processorTimeOf(() =>
        expect(verifySignIn(ctx, { email: address, password: 'not the password' })).rejects.toMatchObject({
          code: 'sign_in_refused',
        }),
      );
    await work('warm-up@example.org');
    const times = { unknown: [] as number[], known: [] as number[] };
    for (const round of [1, 2, 3]) {
      times.unknown.push(await work(`unknown${round}@example.org`));
      times.known.push(await work(email));
    }
    // Without the decoy an unknown address would take a tenth of it: the argon2 work is nearly all there is.
    expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) / 2);
  });
});

describe('the throttle', () => {
  it('makes the sixth attempt wait although the password is right, tells how long, and lets it in afterwards', async () => {
    const { email } = await seedPerson();
    const clock = new TestClock();
    const ctx = asking(clock);
    const wrong = () => verifySignIn(ctx, { email, password: 'not the password' });
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(wrong()).rejects.toMatchObject({ code: 'sign_in_refused' });
    const refusal = { code: 'sign_in_throttled', details: { retryAfterSeconds: 32 } };
    await expect(verifySignIn(ctx, { email, password })).rejects.toMatchObject(refusal);
    clock.advance({ seconds: 31 });
    await expect(verifySignIn(ctx, { email, password })).rejects.toMatchObject({ details: { retryAfterSeconds: 1 } });
    clock.advance({ seconds: 1 });
    expect(await verifySignIn(ctx, { email, password })).toMatchObject({ email });
    await expect(wrong()).rejects.toMatchObject({ code: 'sign_in_refused' });
  });

  it('throttles an address nobody has just like one that somebody has', async () => {
    const ctx = asking();
    const wrong = () => verifySignIn(ctx, { email: 'nowhere@example.org', password });
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(wrong()).rejects.toMatchObject({ code: 'sign_in_refused' });
    await expect(wrong()).rejects.toMatchObject({ code: 'sign_in_throttled' });
  });

  it('checks five passwords and no more when fifty attempts arrive at once', async () => {
    const { email } = await seedPerson();
    const ctx = asking();
    const attempts = Array.from({ length: 50 }, () => verifySignIn(ctx, { email, password: 'not the password' }));
    const codes = await outcomes(attempts);
    expect(codes.filter((code) => code === 'sign_in_refused')).toHaveLength(5);
    expect(codes.filter((code) => code === 'sign_in_throttled')).toHaveLength(45);
  });

  it('writes a flood of throttled attempts to the history once a minute', async () => {
    const { email } = await seedPerson();
    const clock = new TestClock();
    const ctx = asking(clock);
    const attempt = () => verifySignIn(ctx, { email, password: 'not the password' }).catch(() => undefined);
    for (let count = 0; count < 12; count += 1) await attempt();
    const noted = {
      action: 'sign_in_refused',
      targetName: email,
      after: { path: ['because'], equals: 'too_many_failures_of_email' },
    };
    expect(await db.auditEvent.count({ where: noted })).toBe(1);
    await Promise.all([attempt(), attempt(), attempt()]);
    expect(await db.auditEvent.count({ where: noted })).toBe(1);
    clock.advance({ seconds: 60 });
    await attempt(); // lets one through: the wait is over
    await Promise.all([attempt(), attempt(), attempt()]);
    expect(await db.auditEvent.count({ where: noted })).toBe(2);
  });

  it('counts one client over all e-mail addresses it tries, and forgets after a quiet hour', async () => {
    const clock = new TestClock();
    const ctx = { ...asking(clock), address: '2001:db8:1:2::1' };
    for (let count = 0; count < 20; count += 1) {
      const attempt = verifySignIn(ctx, { email: `guess${count}@example.org`, password });
      await expect(attempt).rejects.toMatchObject({ code: 'sign_in_refused' });
    }
    const { email } = await seedPerson();
    const sameNetwork = { ...ctx, address: '2001:db8:1:2:ffff::9' };
    await expect(verifySignIn(sameNetwork, { email, password })).rejects.toMatchObject({ code: 'sign_in_throttled' });
    const elsewhere = { ...ctx, address: '2001:db8:1:3::1' };
    expect(await verifySignIn(elsewhere, { email, password })).toMatchObject({ email });
    clock.advance({ seconds: 3600 });
    await expect(verifySignIn(ctx, { email: 'guess0@example.org', password })).rejects.toMatchObject({
      code: 'sign_in_refused',
    });
    expect(await verifySignIn(ctx, { email, password })).toMatchObject({ email });
  });

  it('does not count a sign-in that was right against its network', async () => {
    const { email } = await seedPerson();
    const ctx = { ...asking(), address: '198.51.100.7' };
    for (let count = 0; count < 25; count += 1) await verifySignIn(ctx, { email, password });
    const row = await db.signInThrottle.findUnique({ where: { key: 'address:198.51.100.7' } });
    expect(row?.failures ?? 0).toBe(0);
  });
});

describe('changing the own password', () => {
  it('ends the sessions of before, and takes the current password only', async () => {
    const { id, email, name } = await seedPerson();
    const ctx: DomainContext = { ...asking(), actor: { kind: 'person', id, name, role: 'helpdesk' } };
    const wrong = changeOwnPassword(ctx, { currentPassword: 'not the password', newPassword: 'another long password' });
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_password' });
    const { sessionVersion } = await changeOwnPassword(ctx, {
      currentPassword: password,
      newPassword: 'another long password',
    });
    expect(await loadSessionPerson(db, id, 1)).toBeNull();
    expect(await loadSessionPerson(db, id, sessionVersion)).toMatchObject({ email });
    expect(await verifySignIn(ctx, { email, password: 'another long password' })).toMatchObject({ id });
  });

  it('gives an unattended screen five guesses', async () => {
    const { id, name } = await seedPerson();
    const ctx: DomainContext = { ...asking(), actor: { kind: 'person', id, name, role: 'helpdesk' } };
    const guess = () => changeOwnPassword(ctx, { currentPassword: 'a guess', newPassword: 'another long password' });
    for (let count = 0; count < 5; count += 1) await expect(guess()).rejects.toMatchObject({ code: 'wrong_password' });
    await expect(guess()).rejects.toMatchObject({ code: 'sign_in_throttled' });
  });

  it('is nothing that a token can do', async () => {
    const ctx: DomainContext = {
      ...asking(),
      actor: { kind: 'token', id: 't', name: 'Script', role: 'administrator' },
    };
    const refused = changeOwnPassword(ctx, { currentPassword: password, newPassword: 'another long password' });
    await expect(refused).rejects.toMatchObject({ code: 'permission_denied' });
  });
});
