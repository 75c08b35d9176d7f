import { describe, expect, it } from 'vitest';
import type { DomainContext } from '@/lib/domain/context';
import { createSetupLink } from '@/lib/domain/people/create-setup-link';
import { ensureFirstAdministrator } from '@/lib/domain/people/ensure-first-administrator';
import { invitePerson } from '@/lib/domain/people/invite-person';
import { issuePasswordReset } from '@/lib/domain/people/issue-password-reset';
import { listPeople } from '@/lib/domain/people/list-people';
import { loadSessionPerson } from '@/lib/domain/people/load-session-person';
import { previewLink } from '@/lib/domain/people/preview-link';
import { redeemLink } from '@/lib/domain/people/redeem-link';
import { updatePerson } from '@/lib/domain/people/update-person';
import { verifySignIn } from '@/lib/domain/people/verify-sign-in';
import { withdrawLink } from '@/lib/domain/people/withdraw-link';
import { actors, TestClock, testContexts } from '@/scripts/testing/domain/test-context';
import { useDatabase } from '@/scripts/testing/database';
import { outcomes } from '@/scripts/testing/outcomes';

const { db } = await useDatabase();
const password = 'correct horse battery';
const first = { email: 'ada@example.org', name: 'Ada', password };

const { administrator: ctx } = testContexts(db);
const system: DomainContext = {
  ...ctx,
  actor: { kind: 'system', id: 'system', name: 'Mobileadmin', role: 'administrator' },
};

async function issued<T>(link: Promise<T | null>): Promise<T> {
  const result = await link;
  if (result === null) throw new Error('No link was made');
  return result;
}

// In this order: the first administrator can be made only once in a database.
describe('the set-up link', () => {
  it('withdraws the one before it', async () => {
    const former = await issued(createSetupLink(system));
    const latest = await issued(createSetupLink(system));
    await expect(previewLink(ctx, former.token)).rejects.toMatchObject({ code: 'link_not_usable' });
    expect(await previewLink(ctx, latest.token)).toEqual({ purpose: 'setup', email: null, role: null });
  });

  it('ends after 24 hours', async () => {
    const clock = new TestClock();
    const link = await issued(createSetupLink({ ...system, now: clock.now }));
    clock.advance({ seconds: 24 * 3600 - 1 });
    expect(await previewLink({ ...ctx, now: clock.now }, link.token)).toMatchObject({ purpose: 'setup' });
    clock.advance({ seconds: 1 });
    const late = redeemLink({ ...ctx, now: clock.now }, { token: link.token, ...first });
    await expect(late).rejects.toMatchObject({ code: 'link_not_usable' });
  });

  it('asks for an e-mail address and a name, and is still good afterwards', async () => {
    const { token } = await issued(createSetupLink(system));
    const missing = redeemLink(ctx, { token, password });
    await expect(missing).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'email' } });
    expect(await previewLink(ctx, token)).toMatchObject({ purpose: 'setup' });
  });

  it('makes one administrator when two people use it at once, and none afterwards', async () => {
    const { token } = await issued(createSetupLink(system));
    const other = { ...first, email: 'eve@example.org', name: 'Eve' };
    const results = await outcomes([redeemLink(ctx, { token, ...first }), redeemLink(ctx, { token, ...other })]);
    expect(results).toEqual(['link_not_usable', 'ok']);
    expect(await db.administrator.findMany({ select: { role: true } })).toEqual([{ role: 'ADMINISTRATOR' }]);
    expect(await createSetupLink(system)).toBeNull();
    const [audit] = await db.auditEvent.findMany({ where: { action: 'setup_completed' } });
    expect(audit).toMatchObject({ actorKind: 'PERSON', targetKind: 'person', actorRole: 'ADMINISTRATOR' });
  });

  it('gives way to unattended set-up only where there is no administrator', async () => {
    const input = { email: 'unattended@example.org', password };
    expect(await ensureFirstAdministrator(system, input)).toBe(false);
    expect(await db.administrator.count({ where: { email: input.email } })).toBe(0);
  });
});

describe('an invitation', () => {
  it('makes a person with the role it names, whatever the form says', async () => {
    const { token } = await invitePerson(ctx, { email: 'hugo@example.org', role: 'helpdesk' });
    expect(await previewLink(ctx, token)).toEqual({
      purpose: 'invitation',
      email: 'hugo@example.org',
      role: 'helpdesk',
    });
    const form = { token, name: 'Hugo', password, email: 'boss@example.org' };
    expect(await redeemLink(ctx, form)).toEqual({ email: 'hugo@example.org' });
    const signedIn = await verifySignIn(ctx, { email: 'hugo@example.org', password });
    expect(signedIn).toMatchObject({ name: 'Hugo', role: 'helpdesk' });
  });

  it('is withdrawn by the next one for the same address', async () => {
    const former = await invitePerson(ctx, { email: 'ines@example.org', role: 'administrator' });
    await invitePerson(ctx, { email: 'ines@example.org', role: 'auditor' });
    await expect(previewLink(ctx, former.token)).rejects.toMatchObject({ code: 'link_not_usable' });
    const { invitations } = await listPeople(ctx);
    expect(invitations.filter(({ email }) => email === 'ines@example.org')).toMatchObject([{ role: 'auditor' }]);
  });

  it('ends after seven days and when it is withdrawn', async () => {
    const clock = new TestClock();
    const timed = testContexts(db, clock).administrator;
    const expired = await invitePerson(timed, { email: 'late@example.org', role: 'auditor' });
    clock.advance({ seconds: 7 * 86_400 });
    await expect(previewLink(timed, expired.token)).rejects.toMatchObject({ code: 'link_not_usable' });
    await expect(withdrawLink(timed, { id: expired.id })).rejects.toMatchObject({ code: 'link_not_usable' });

    const withdrawn = await invitePerson(ctx, { email: 'oops@example.org', role: 'auditor' });
    await withdrawLink(ctx, { id: withdrawn.id });
    const redeemed = redeemLink(ctx, { token: withdrawn.token, name: 'Oops', password });
    await expect(redeemed).rejects.toMatchObject({ code: 'link_not_usable' });
  });

  it('is refused for an address that somebody has, and to people who may not invite', async () => {
    const taken = invitePerson(ctx, { email: 'hugo@example.org', role: 'auditor' });
    await expect(taken).rejects.toMatchObject({ code: 'person_exists' });
    for (const role of ['helpdesk', 'auditor'] as const) {
      const refused = invitePerson({ ...ctx, actor: actors[role] }, { email: 'x@example.org', role: 'administrator' });
      await expect(refused).rejects.toMatchObject({ code: 'permission_denied' });
    }
  });

  it('keeps no secret that could be read back from the database', async () => {
    const { token } = await invitePerson(ctx, { email: 'secret@example.org', role: 'auditor' });
    expect(token).toMatch(/^mal_[\w-]{43}$/);
    const dump = JSON.stringify(await db.oneTimeLink.findMany());
    expect(dump).not.toContain(token);
    expect(dump).not.toContain(token.slice(4));
  });
});

describe('a password reset', () => {
  async function member(email: string) {
    const { token } = await invitePerson(ctx, { email, role: 'helpdesk' });
    await redeemLink(ctx, { token, name: 'Member', password });
    return verifySignIn(ctx, { email, password });
  }

  it('sets the password, ends every session, and works once', async () => {
    const before = await member('reset@example.org');
    const { token } = await issuePasswordReset(ctx, { id: before.id });
    const changed = 'another long password';
    const results = await outcomes([
      redeemLink(ctx, { token, password: changed }),
      redeemLink(ctx, { token, password: changed }),
    ]);
    expect(results).toEqual(['link_not_usable', 'ok']);
    expect(await loadSessionPerson(db, before.id, before.sessionVersion)).toBeNull();
    await expect(verifySignIn(ctx, { email: before.email, password })).rejects.toMatchObject({
      code: 'sign_in_refused',
    });
    const after = await verifySignIn(ctx, { email: before.email, password: changed });
    expect(await loadSessionPerson(db, after.id, after.sessionVersion)).toMatchObject({ email: before.email });
  });

  it('lets the person in at once although sign-ins were throttled', async () => {
    const { id, email } = await member('locked@example.org');
    const wrong = () => verifySignIn(ctx, { email, password: 'not the password' });
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(wrong()).rejects.toMatchObject({ code: 'sign_in_refused' });
    await expect(wrong()).rejects.toMatchObject({ code: 'sign_in_throttled' });
    const { token } = await issuePasswordReset(ctx, { id });
    await redeemLink(ctx, { token, password: 'another long password' });
    expect(await verifySignIn(ctx, { email, password: 'another long password' })).toMatchObject({ id });
  });

  it('is worth nothing once the person is deactivated', async () => {
    const { id } = await member('gone@example.org');
    const { token } = await issuePasswordReset(ctx, { id });
    await updatePerson(ctx, { id, isActive: false });
    const redeemed = redeemLink(ctx, { token, password: 'another long password' });
    await expect(redeemed).rejects.toMatchObject({ code: 'link_not_usable' });
    await expect(issuePasswordReset(ctx, { id })).rejects.toMatchObject({ code: 'person_not_found' });
  });
});
