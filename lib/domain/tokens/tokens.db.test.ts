import { describe, expect, it } from 'vitest';
import { authenticateToken } from '@/lib/domain/tokens/authenticate-token';
import { createToken } from '@/lib/domain/tokens/create-token';
import { listTokens } from '@/lib/domain/tokens/list-tokens';
import { revokeToken } from '@/lib/domain/tokens/revoke-token';
import { actors, TestClock, testContexts } from '@/scripts/testing/domain/test-context';
import { useDatabase } from '@/scripts/testing/database';

const { db } = await useDatabase();
const { administrator: ctx } = testContexts(db);
const now = ctx.now();

describe('a token', () => {
  it('authenticates as itself with its role, and is not in the database', async () => {
    const { token, id } = await createToken(ctx, { name: 'Nightly export', role: 'auditor', validDays: 30 });
    expect(token).toMatch(/^mat_[\w-]{43}$/);
    expect(await authenticateToken(db, token, now)).toEqual({
      kind: 'token',
      id,
      name: 'Nightly export',
      role: 'auditor',
    });
    expect(JSON.stringify(await db.apiToken.findMany())).not.toContain(token.slice(4));
    const history = await db.auditEvent.findMany({ where: { targetId: id }, select: { after: true, action: true } });
    expect(history).toEqual([
      { action: 'token_created', after: { role: 'auditor', expiresAt: '2026-03-31T08:00:00.000Z' } },
    ]);
  });

  it('is good until the very day it expires, and for ever without one', async () => {
    const clock = new TestClock();
    const limited = await createToken(ctx, { name: 'Limited', role: 'auditor', validDays: 1 });
    const unlimited = await createToken(ctx, { name: 'Unlimited', role: 'auditor', validDays: null });
    clock.advance({ seconds: 86_399 });
    expect(await authenticateToken(db, limited.token, clock.now())).toMatchObject({ name: 'Limited' });
    clock.advance({ seconds: 1 });
    await expect(authenticateToken(db, limited.token, clock.now())).rejects.toMatchObject({ code: 'token_invalid' });
    clock.advance({ seconds: 20 * 365 * 86_400 });
    expect(await authenticateToken(db, unlimited.token, clock.now())).toMatchObject({ name: 'Unlimited' });
  });

  it('ends when it is revoked; revoking it again leaves no second trace', async () => {
    const { token, id } = await createToken(ctx, { name: 'Leaked', role: 'administrator', validDays: null });
    await Promise.all([revokeToken(ctx, { tokenId: id }), revokeToken(ctx, { tokenId: id })]);
    await expect(authenticateToken(db, token, now)).rejects.toMatchObject({ code: 'token_invalid' });
    expect(await db.auditEvent.count({ where: { action: 'token_revoked', targetId: id } })).toBe(1);
  });

  it('notes its use at most once a minute', async () => {
    const clock = new TestClock();
    const { token, id } = await createToken(ctx, { name: 'Busy', role: 'auditor', validDays: null });
    const lastUse = async () => (await db.apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    await authenticateToken(db, token, clock.now());
    const first = await lastUse();
    clock.advance({ seconds: 59 });
    await authenticateToken(db, token, clock.now());
    expect(await lastUse()).toEqual(first);
    clock.advance({ seconds: 1 });
    await authenticateToken(db, token, clock.now());
    expect(await lastUse()).toEqual(clock.now());
  });

  it.each(['', 'mat_', 'mat_wrong', 'Bearer mat_x'])('is not "%s"', async (secret) => {
    await expect(authenticateToken(db, secret, now)).rejects.toMatchObject({ code: 'token_invalid' });
  });
});

describe('the list of tokens', () => {
  it('is for administrators and auditors and tells no secret', async () => {
    const { tokens } = await listTokens({ ...ctx, actor: actors.auditor });
    expect(tokens.length).toBeGreaterThan(0);
    expect(JSON.stringify(tokens)).not.toContain('Hash');
    await expect(listTokens({ ...ctx, actor: actors.helpdesk })).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });

  it('is changed by administrators only', async () => {
    const tokenId = (await createToken(ctx, { name: 'T', role: 'auditor', validDays: 1 })).id;
    const auditor = { ...ctx, actor: actors.auditor };
    const made = createToken(auditor, { name: 'Mine', role: 'administrator', validDays: 1 });
    await expect(made).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(revokeToken(auditor, { tokenId })).rejects.toMatchObject({ code: 'permission_denied' });
    const unknown = revokeToken(ctx, { tokenId: '01890000-0000-7000-8000-000000000000' });
    await expect(unknown).rejects.toMatchObject({ code: 'token_not_found' });
  });
});
